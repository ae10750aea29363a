package dev.portolan.server.push.engine.view;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.portolan.tree.SortedTree;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a subscriber lists of what it holds, names with versions, as it came: the entries of {@code
 * initial_resource_versions} in the bytes of an incremental request. Immutable; it is kept until it
 * has been compared, and no object is made of an entry that says what the hub knows.
 */
public final class Listing {
  public static final Listing NONE = new Listing(new byte[0], 0);

  private static final int ENTRY =
      DeltaDiscoveryRequest.INITIAL_RESOURCE_VERSIONS_FIELD_NUMBER << 3 | 2;

  private final byte[] message;
  private final int count;

  private Listing(byte[] message, int count) {
    this.message = message;
    this.count = count;
  }

  /**
   * The one in a message.
   *
   * @param message an incremental request; nobody writes to it after this
   * @throws InvalidProtocolBufferException if it is none, as far as its own fields and its entries
   *     show
   */
  public static Listing in(byte[] message) throws InvalidProtocolBufferException {
    int count = 0;
    try {
      for (Entries entries = new Entries(message); entries.next(); ) {
        entries.requireText();
        count++;
      }
    } catch (InvalidProtocolBufferException e) {
      throw e;
    } catch (IOException e) {
      throw new InvalidProtocolBufferException(e);
    }
    return count == 0 ? NONE : new Listing(message, count);
  }

  public boolean isEmpty() {
    return count == 0;
  }

  /** The message without what it lists. */
  public byte[] rest() {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    int behind = 0;
    try {
      for (Entries entries = new Entries(message); entries.next(); ) {
        rest.write(message, behind, entries.start - behind);
        behind = entries.end;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("what was read once", e);
    }
    rest.write(message, behind, message.length - behind);
    return rest.toByteArray();
  }

  /**
   * What it lists, in its order: resources of the hub that are held as they are, anything else in
   * the version that the subscriber says. Quickest when it is sorted by name, as our agents' is:
   * then both are read side by side.
   */
  List<EncodedResource> against(SortedTree<String, EncodedResource> known) {
    List<EncodedResource> listed = new ArrayList<>(count);
    Iterator<EncodedResource> sorted = known.iterator();
    EncodedResource next = sorted.hasNext() ? sorted.next() : null;
    try {
      for (Entries entries = new Entries(message); entries.next(); ) {
        int side = entries.compare(next);
        while (side < 0) {
          next = sorted.hasNext() ? sorted.next() : null;
          side = entries.compare(next);
        }
        EncodedResource own = next;
        if (side == 0) {
          next = sorted.hasNext() ? sorted.next() : null;
        } else {
          own = known.find(resource -> -entries.compare(resource));
        }
        listed.add(entries.heldOf(own));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("what was read once", e);
    }
    return listed;
  }

  /** Goes through the entries of a message, past all else in it. */
  private static final class Entries {
    private final byte[] message;
    private final CodedInputStream in;
    // Where the entry is in the message, its tag included; its name; its version.
    private int start;
    private int end;
    private int name;
    private int nameLength;
    private int version;
    private int versionLength;

    Entries(byte[] message) {
      this.message = message;
      this.in = CodedInputStream.newInstance(message);
    }

    boolean next() throws IOException {
      while (true) {
        start = in.getTotalBytesRead();
        int tag = in.readTag();
        if (tag == 0) {
          return false;
        }
        if (tag == ENTRY) {
          int limit = in.pushLimit(in.readRawVarint32());
          read();
          in.popLimit(limit);
          end = in.getTotalBytesRead();
          return true;
        }
        in.skipField(tag);
      }
    }

    // A map's entry is a message of two fields; what is missing is empty.
    private void read() throws IOException {
      nameLength = 0;
      versionLength = 0;
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == (1 << 3 | 2)) {
          nameLength = in.readRawVarint32();
          name = in.getTotalBytesRead();
          in.skipRawBytes(nameLength);
        } else if (tag == (2 << 3 | 2)) {
          versionLength = in.readRawVarint32();
          version = in.getTotalBytesRead();
          in.skipRawBytes(versionLength);
        } else {
          in.skipField(tag);
        }
      }
    }

    void requireText() throws InvalidProtocolBufferException {
      if (!UnsafeByteOperations.unsafeWrap(message, name, nameLength).isValidUtf8()) {
        throw new InvalidProtocolBufferException("a name that is not UTF-8");
      }
    }

    /** A resource's name with that of the entry; none is behind every name. */
    int compare(@Nullable EncodedResource resource) {
      return resource == null ? 1 : resource.compareName(message, name, nameLength);
    }

    EncodedResource heldOf(@Nullable EncodedResource own) {
      long held = Version.parse(message, version, versionLength);
      return own != null && own.hasVersion(held)
          ? own
          : EncodedResource.foreign(message, name, nameLength, held);
    }
  }
}
