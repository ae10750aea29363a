package dev.portolan.cli.shell;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file or directory could not be used, in words instead of the name of an exception. */
public final class IoReason {
  private IoReason() {}

  /** For example {@code permission denied: /srv/demo}. */
  public static String of(IOException error) {
    if (!(error instanceof FileSystemException failure)) {
      return said(error);
    }
    String file = failure.getFile();
    return words(failure) + (file == null ? "" : ": " + file);
  }

  private static String words(FileSystemException failure) {
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof NoSuchFileException) {
      return "no such file or directory";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "something else is there";
    }
    if (failure instanceof NotDirectoryException) {
      return "not a directory";
    }
    String reason = failure.getReason(); // as the operating system puts it: "No space left…"
    return reason == null ? failure.getClass().getSimpleName() : reason;
  }

  private static String said(IOException error) {
    String message = error.getMessage();
    return message == null ? error.getClass().getSimpleName() : message;
  }
}
