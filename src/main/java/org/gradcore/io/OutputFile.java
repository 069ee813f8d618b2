package org.gradcore.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes files whole or not at all.
 *
 * <p>The bytes go to a temporary file in the same folder ({@code .gradcore-….tmp}), are forced to
 * the disk, and then take the name in one step. Whatever fails before that, a full disk say, leaves
 * the old file as it was and no temporary file; a process that is killed may leave a temporary
 * file. What is there already is respected:
 *
 * <ul>
 *   <li>A symbolic link is followed: the file that it names is written, and made if it is missing.
 *   <li>A file keeps its mode and, as far as the system lets this user, its owner and group; other
 *       hard links to it keep the old content. A new file has the mode that the umask leaves.
 *   <li>A file that must not be written is not replaced either.
 *   <li>A pipe or a device, and what {@code /dev/fd} names, is opened and written to.
 *   <li>A file that can be written but not replaced (its folder is closed to this user, or it is a
 *       mount point) is overwritten where it is. Only then can a failure in the middle leave a
 *       part.
 * </ul>
 *
 * <p>Errors are {@link FileSystemException}s that name the file as the caller did, and the reason.
 */
public final class OutputFile {
  /** What a file is to hold. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes all of it.
     *
     * @param out a buffered stream; closed by the caller
     * @throws IOException if that fails
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Bits of a mode that say what a file is, and those of a socket. */
  private static final int KIND = 0170000;

  private static final int SOCKET = 0140000;

  private static final int BUFFER_BYTES = 1 << 16;

  private final Path named;
  private final Path target;
  private final boolean exists;
  private final boolean replaceable;

  /** Looks at what is there; does not yet try whether it can be written. */
  private OutputFile(Path file) throws IOException {
    if (file.toString().isEmpty()) {
      throw new FileSystemException("''", null, "the empty name names no file");
    }
    requireFolder(file.getParent());
    named = file;
    BasicFileAttributes attributes = attributes(file);
    exists = attributes != null;
    target = behindLinks(file);
    if (!exists) {
      requireFolderBehindLinks();
      replaceable = true;
      return;
    }
    if (attributes.isDirectory()) {
      throw failure(file, "a folder");
    }
    if (attributes.isOther() && isSocket(file)) {
      throw failure(file, "a socket");
    }
    replaceable = attributes.isRegularFile() && !isDescriptor(target);
  }

  /**
   * Checks that a file can be written, so that hours of work do not end with an error that could
   * have been known before: the folder exists, the file is no folder, both can be written. Changes
   * nothing.
   *
   * @param file the file, which need not exist
   * @throws IOException if it cannot be written; the message says why
   */
  public static void check(Path file) throws IOException {
    OutputFile output = new OutputFile(file);
    if (output.replaceable) {
      output.tryToWrite();
    } else if (!Files.isWritable(output.target)) { // to open a pipe or device is no mere question
      throw failure(file, "permission denied");
    }
  }

  /**
   * Writes a file, or replaces it.
   *
   * @param file where to
   * @param content what
   * @throws IOException if it cannot be written; the message says why
   */
  public static void write(Path file, Content content) throws IOException {
    OutputFile output = new OutputFile(file);
    try {
      if (output.replaceable) {
        output.replace(content);
      } else {
        output.overwrite(content);
      }
    } catch (IOException e) {
      throw failure(file, reason(e), e);
    }
  }

  /**
   * Writes a text file in UTF-8, or replaces it.
   *
   * @param file where to
   * @param text what
   * @throws IOException if it cannot be written; the message says why
   */
  public static void write(Path file, String text) throws IOException {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private void tryToWrite() throws IOException {
    try {
      if (exists) {
        FileChannel.open(target, StandardOpenOption.WRITE).close();
      }
    } catch (IOException e) {
      throw failure(named, reason(e), e);
    }
    Path temporary = temporary();
    try {
      create(temporary).close();
      Files.delete(temporary);
    } catch (IOException e) {
      if (!mayOverwrite()) {
        throw failure(named, reason(e), e);
      }
    }
  }

  /** Whether it is the folder that forbids a temporary file, and not a full disk, say. */
  private boolean mayOverwrite() {
    return exists && !Files.isWritable(target.toAbsolutePath().getParent());
  }

  private void replace(Content content) throws IOException {
    if (exists) {
      FileChannel.open(target, StandardOpenOption.WRITE).close();
    }
    Path temporary = temporary();
    FileChannel channel;
    try {
      channel = create(temporary);
    } catch (IOException e) {
      if (!mayOverwrite()) {
        throw e;
      }
      overwrite(content);
      return;
    }
    try {
      fill(channel, content);
      if (exists) {
        keepOwnerAndMode(temporary);
      }
      try {
        move(temporary);
      } catch (IOException e) { // a mount point, say
        if (!exists) {
          throw e;
        }
        overwrite(out -> Files.copy(temporary, out));
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** The name's length does not depend on the file's, which may be as long as the system allows. */
  private Path temporary() {
    String unique = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    return target.resolveSibling(".gradcore-" + unique + ".tmp");
  }

  /** Opens a new file that is no more open to others than the one that it is to replace. */
  private FileChannel create(Path temporary) throws IOException {
    Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    PosixFileAttributes old = exists ? posix(target) : null;
    return old == null
        ? FileChannel.open(temporary, options)
        : FileChannel.open(temporary, options, attribute(old));
  }

  private static FileAttribute<?> attribute(PosixFileAttributes attributes) {
    return PosixFilePermissions.asFileAttribute(attributes.permissions());
  }

  private static void fill(FileChannel channel, Content content) throws IOException {
    try (channel;
        OutputStream out = buffered(channel)) {
      content.writeTo(out);
      out.flush();
      channel.force(true);
    }
  }

  private void move(Path temporary) throws IOException {
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** As far as this user may: the owner as a rule is no other, or only root can keep it. */
  private void keepOwnerAndMode(Path temporary) throws IOException {
    PosixFileAttributes old = posix(target);
    PosixFileAttributes now = posix(temporary);
    if (old == null || now == null) {
      return;
    }
    PosixFileAttributeView view = view(temporary);
    if (!now.group().equals(old.group())) {
      attempt(() -> view.setGroup(old.group()));
    }
    if (!now.owner().equals(old.owner())) {
      attempt(() -> view.setOwner(old.owner()));
    }
    attempt(() -> view.setPermissions(old.permissions()));
  }

  private interface Change {
    void run() throws IOException;
  }

  private static void attempt(Change change) {
    try {
      change.run();
    } catch (IOException e) {
      // The content matters more.
    }
  }

  /** Writes to what is there, which keeps its identity. */
  private void overwrite(Content content) throws IOException {
    boolean regular = Files.isRegularFile(target);
    Set<OpenOption> options =
        regular
            ? Set.of(StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
            : Set.of(StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(target, options);
        OutputStream out = buffered(channel)) {
      content.writeTo(out);
      out.flush();
      if (regular) {
        channel.force(true);
      }
    }
  }

  private static OutputStream buffered(FileChannel channel) {
    return new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
  }

  /** Null is the working folder. */
  private static void requireFolder(Path folder) throws IOException {
    if (folder == null) {
      return;
    }
    BasicFileAttributes attributes = attributes(folder);
    if (attributes == null) {
      throw failure(folder, "no such folder");
    }
    if (!attributes.isDirectory()) {
      throw failure(folder, "not a folder");
    }
  }

  /** A link's user may not know where it leads: the message names both. */
  private void requireFolderBehindLinks() throws IOException {
    if (target.equals(named)) {
      return;
    }
    try {
      requireFolder(target.getParent());
    } catch (FileSystemException e) {
      throw failure(named, "leads to " + target + ": " + e.getReason(), e);
    }
  }

  /** What a file is, behind links; null if there is none. */
  private static BasicFileAttributes attributes(Path file) throws IOException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw failure(file, reason(e), e);
    }
  }

  private static Path behindLinks(Path file) throws IOException {
    Path path = file;
    while (Files.isSymbolicLink(path) && !isDescriptor(path)) {
      path = path.resolveSibling(Files.readSymbolicLink(path));
    }
    return path;
  }

  /** Whether a name stands for an open file: to replace what is behind it would not reach that. */
  private static boolean isDescriptor(Path path) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    return folder != null
        && (folder.startsWith("/dev/fd")
            || (folder.toRealPath().startsWith("/proc") && folder.toRealPath().endsWith("fd")));
  }

  private static boolean isSocket(Path file) throws IOException {
    return file.getFileSystem().supportedFileAttributeViews().contains("unix")
        && ((int) Files.getAttribute(file, "unix:mode") & KIND) == SOCKET;
  }

  private static PosixFileAttributeView view(Path file) {
    return Files.getFileAttributeView(file, PosixFileAttributeView.class);
  }

  /** Null where files have no such attributes. */
  private static PosixFileAttributes posix(Path file) throws IOException {
    PosixFileAttributeView view = view(file);
    return view == null ? null : view.readAttributes();
  }

  private static FileSystemException failure(Path file, String reason) {
    return new FileSystemException(file.toString(), null, reason);
  }

  private static FileSystemException failure(Path file, String reason, IOException cause) {
    FileSystemException failure = failure(file, reason);
    failure.initCause(cause);
    return failure;
  }

  /** The reason without a file: it may be the temporary one. */
  private static String reason(IOException e) {
    String reason = e instanceof FileSystemException x ? x.getReason() : e.getMessage();
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "no such file";
    }
    if (reason == null || reason.isEmpty()) {
      return e.getClass().getSimpleName();
    }
    return reason.substring(0, 1).toLowerCase(Locale.ROOT) + reason.substring(1);
  }
}
