package dev.portolan.cli.demo;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a TCP port from the command line: 1 to 65535. */
final class PortNumber implements ITypeConverter<Integer> {
  private static final int MOST = 65_535;

  @Override
  public Integer convert(String text) {
    if (text.matches("[0-9]{1,5}")) {
      int port = Integer.parseInt(text);
      if (port > 0 && port <= MOST) {
        return port;
      }
    }
    throw new TypeConversionException("'" + text + "' is no port; write a number from 1 to 65535");
  }
}
