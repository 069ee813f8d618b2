package org.gradcore.presets;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * Folders from which code may be loaded: those where nobody but this user (and root) can change or
 * replace a file. Such a folder belongs to this user and cannot be written by others; the folders
 * above it belong to this user or to root, and where others can write, the sticky bit keeps them
 * from replacing what is not theirs.
 *
 * <p>Windows has no such owners and modes. There the permissions that a profile's folders inherit
 * are relied on.
 */
final class PrivateFolder {
  private static final int ROOT = 0;
  private static final int STICKY = 01000;
  private static final int WRITABLE_BY_OTHERS = 022;

  private PrivateFolder() {}

  /**
   * Checks a folder.
   *
   * @param folder an absolute folder that exists
   * @return its real path, without symbolic links, which somebody could turn elsewhere
   * @throws IOException if it is not private or cannot be written; the message says why
   */
  static Path check(Path folder) throws IOException {
    Path real = folder.toRealPath();
    if (!Files.isDirectory(real)) {
      throw new IOException(real + " is not a folder");
    }
    Path probe = probe(real);
    try {
      if (posix(real)) {
        // Whoever a new file belongs to is this user, also where a file system maps users.
        int user = attribute(probe, "uid");
        for (Path path = real; path != null; path = path.getParent()) {
          check(path, path.equals(real), user);
        }
      }
    } finally {
      Files.deleteIfExists(probe);
    }
    return real;
  }

  private static void check(Path path, boolean itself, int user) throws IOException {
    int owner = attribute(path, "uid");
    if (owner != user && (itself || owner != ROOT)) {
      throw new IOException(
          path + " belongs to user " + owner + ", but this process runs as user " + user);
    }
    int mode = attribute(path, "mode");
    boolean sticky = (mode & STICKY) != 0;
    if ((mode & WRITABLE_BY_OTHERS) != 0 && (itself || !sticky)) {
      throw new IOException(
          path + " can be written by others (mode " + Integer.toOctalString(mode & 07777) + ")");
    }
  }

  /**
   * Makes a folder that only this user can read and write, and the missing folders above it.
   *
   * @param folder an absolute folder, which may be there already
   * @throws IOException if that fails; the message says why
   */
  static void create(Path folder) throws IOException {
    try {
      Files.createDirectories(folder, ownerOnly(folder));
    } catch (FileAlreadyExistsException e) {
      throw new IOException(e.getFile() + " is not a folder", e);
    } catch (FileSystemException e) {
      throw new IOException(folder + " cannot be made" + why(e), e);
    }
  }

  private static Path probe(Path folder) throws IOException {
    try {
      return newFile(folder, "probe", "");
    } catch (FileSystemException e) {
      throw new IOException(folder + " cannot be written" + why(e), e);
    }
  }

  /**
   * Makes an empty file with a name of its own. Not Files.createTempFile: to start its source of
   * secure random numbers takes 25 ms, and nobody else writes here.
   */
  static Path newFile(Path folder, String start, String end) throws IOException {
    while (true) {
      try {
        return Files.createFile(folder.resolve(start + "-" + System.nanoTime() + end));
      } catch (FileAlreadyExistsException e) {
        // Another process came at the same nanosecond.
      }
    }
  }

  private static String why(FileSystemException e) {
    if (e instanceof AccessDeniedException) {
      return " (permission denied)";
    }
    if (e instanceof NoSuchFileException) {
      return " (no such folder)";
    }
    return e.getReason() == null ? "" : " (" + e.getReason() + ")";
  }

  private static FileAttribute<?>[] ownerOnly(Path path) {
    return posix(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean posix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  private static int attribute(Path path, String name) throws IOException {
    Map<String, Object> attributes = Files.readAttributes(path, "unix:" + name);
    return (Integer) attributes.get(name);
  }
}
