package org.gradcore.presets;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * A library in a jar, and its copy in a folder. The copy is compared with the jar by size and
 * CRC-32, which the jar's directory holds: that finds damage and takes a few milliseconds for
 * OpenBLAS, where unpacking it or SHA-256 would take a hundred. Malice is kept out by the folder.
 *
 * @param url the resource
 * @param size bytes
 * @param crc the CRC-32 of the bytes
 */
record UnpackedFile(URL url, long size, long crc) {
  private static final String TEMPORARY = ".tmp";
  private static final Duration ABANDONED = Duration.ofHours(1);
  private static final int BUFFER = 1 << 18;

  /** Looks a resource up. */
  static UnpackedFile of(URL url) throws IOException {
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false);
    try (InputStream in = connection.getInputStream()) {
      if (connection instanceof JarURLConnection jar) {
        return new UnpackedFile(url, jar.getJarEntry().getSize(), jar.getJarEntry().getCrc());
      }
      CheckedInputStream checked = new CheckedInputStream(in, new CRC32());
      long size = checked.transferTo(OutputStream.nullOutputStream());
      return new UnpackedFile(url, size, checked.getChecksum().getValue());
    }
  }

  String name() {
    String path = url.getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** A name for files with just these contents, for each build another. */
  static String key(List<UnpackedFile> files) {
    CRC32 key = new CRC32();
    for (UnpackedFile file : files) {
      String text = file.name() + " " + file.size + " " + file.crc + "\n";
      key.update(text.getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().toHexDigits((int) key.getValue());
  }

  /**
   * Gives the copy in a folder, which is made or made anew unless it is there undamaged. Several
   * processes may do so at once.
   *
   * @throws IOException if that fails; the folder then has no new copy
   */
  Path in(Path folder) throws IOException {
    Path file = folder.resolve(name());
    if (isCopy(file)) {
      return file;
    }
    deleteAbandoned(folder);
    Path temporary = PrivateFolder.newFile(folder, name(), TEMPORARY);
    try {
      copyTo(temporary);
      try {
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      // On Windows a library that another process has loaded by now cannot be replaced.
      if (!isCopy(file)) {
        throw e;
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
    return file;
  }

  private void copyTo(Path file) throws IOException {
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false);
    try (CheckedInputStream in = new CheckedInputStream(connection.getInputStream(), new CRC32());
        OutputStream out = Files.newOutputStream(file)) {
      if (in.transferTo(out) != size || in.getChecksum().getValue() != crc) {
        throw new IOException(url + " is damaged");
      }
    }
  }

  private boolean isCopy(Path file) {
    // Not channels of our own, which would be closed if this thread has been interrupted.
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      CRC32 found = new CRC32();
      byte[] buffer = new byte[BUFFER];
      long length = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        found.update(buffer, 0, n);
        length += n;
      }
      return length == size && found.getValue() == crc;
    } catch (IOException e) {
      return false;
    }
  }

  /** Deletes, as far as it can, what processes that were killed have left of copies. */
  private static void deleteAbandoned(Path folder) {
    Instant limit = Instant.now().minus(ABANDONED);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + TEMPORARY)) {
      for (Path file : files) {
        deleteIfOlder(file, limit);
      }
    } catch (IOException | DirectoryIteratorException e) {
      // They only take room.
    }
  }

  private static void deleteIfOlder(Path file, Instant limit) throws IOException {
    try {
      if (Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant().isBefore(limit)) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      // Another process has just given it its name.
    }
  }
}
