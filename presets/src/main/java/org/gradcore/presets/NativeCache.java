package org.gradcore.presets;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * The folder that native libraries are unpacked to, always a {@link PrivateFolder}: the one of the
 * property {@code org.bytedeco.javacpp.cachedir}, else {@code .javacpp/cache} in the home folder,
 * else a fresh folder of this process alone.
 *
 * @param folder its real path
 * @param fresh whether this process alone uses it, until it ends
 * @param note why it is fresh, or null if it is not
 */
record NativeCache(Path folder, boolean fresh, String note) {
  static final String PROPERTY = "org.bytedeco.javacpp.cachedir";

  /** JavaCPP's second spelling of the same property. */
  private static final String OTHER_PROPERTY = "org.bytedeco.javacpp.cacheDir";

  /** No folder was found; the message says why and what mends it. */
  static final class NoneException extends Exception {
    private static final long serialVersionUID = 1;

    NoneException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Finds or makes the folder.
   *
   * @throws NoneException if there is none to be trusted; one that was asked for is never replaced
   *     by another
   */
  static NativeCache open() throws NoneException {
    for (String property : List.of(PROPERTY, OTHER_PROPERTY)) {
      String value = System.getProperty(property);
      if (value != null) {
        return asked(property, value);
      }
    }
    try {
      return new NativeCache(inHome(System.getProperty("user.home", "")), false, null);
    } catch (IOException e) {
      return fresh(e.getMessage());
    }
  }

  private static NativeCache asked(String property, String value) throws NoneException {
    try {
      Path folder = absolute(value);
      PrivateFolder.create(folder);
      return new NativeCache(PrivateFolder.check(folder), false, null);
    } catch (IOException e) {
      throw new NoneException(
          "the folder of -D"
              + property
              + " is not used for native libraries: "
              + e.getMessage()
              + ". Give it an absolute folder that is yours and that only you can write",
          e);
    }
  }

  /**
   * The home folder itself is not made: a user without one gets {@code /nonexistent} or the like.
   */
  private static Path inHome(String home) throws IOException {
    if (home.isEmpty() || home.equals("?")) {
      throw new IOException("the home folder is unknown");
    }
    Path folder = absolute(home);
    if (!Files.isDirectory(folder)) {
      throw new IOException("the home folder " + folder + " does not exist");
    }
    Path cache = folder.resolve(".javacpp").resolve("cache");
    PrivateFolder.create(cache);
    return PrivateFolder.check(cache);
  }

  private static NativeCache fresh(String why) throws NoneException {
    Path made = null;
    try {
      made =
          Files.createTempDirectory(absolute(System.getProperty("java.io.tmpdir", "")), "gradcore");
      Path folder = PrivateFolder.check(made);
      // JavaCPP, which chooses for itself, would come to a folder that others can foresee.
      System.setProperty(PROPERTY, folder.toString());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteAll(folder)));
      return new NativeCache(folder, true, why);
    } catch (IOException e) {
      if (made != null) {
        deleteAll(made);
      }
      throw new NoneException(
          "there is no folder for native libraries: "
              + why
              + "; "
              + e.getMessage()
              + ". Set -D"
              + PROPERTY
              + " to an absolute folder that is yours and that only you can write",
          e);
    }
  }

  private static Path absolute(String folder) throws IOException {
    try {
      Path path = Path.of(folder);
      if (path.isAbsolute()) {
        return path;
      }
    } catch (InvalidPathException e) {
      throw new IOException("\"" + folder + "\" is not a path", e);
    }
    throw new IOException("\"" + folder + "\" is not an absolute folder");
  }

  /**
   * Deletes the libraries of a fresh folder once they are loaded, so that a process that is killed
   * leaves none behind. Windows keeps those that are in use.
   */
  void loaded(List<Path> files) {
    if (fresh) {
      files.forEach(NativeCache::delete);
    }
  }

  private static void deleteAll(Path folder) {
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException e) {
              delete(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      // Nothing can be done about it, and nobody is left to be told.
    }
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // In use, on Windows.
    }
  }
}
