package org.gradcore.presets;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.ClassProperties;
import org.bytedeco.javacpp.Loader;

/**
 * Loads gradcore's native library, once per JVM.
 *
 * <p>The library comes from the jar of the platform ({@code
 * org.gradcore:gradcore-presets:VERSION:linux-x86_64}) and OpenBLAS from {@code
 * org.bytedeco:openblas}, likewise by platform; JavaCPP unpacks both to its cache folder. A library
 * that cannot be loaded is no error: {@link #load()} says why, and what mends it.
 */
public final class NativeLibrary {

  /**
   * How loading ended.
   *
   * @param loaded whether {@link Native} can be used
   * @param file the loaded library file, or null
   * @param reason why it was not loaded and what mends it, in one sentence or two; null if loaded
   * @param cause what was thrown, or null
   */
  public record Status(boolean loaded, String file, String reason, Throwable cause) {}

  private static final class Holder {
    static final Status STATUS = tryLoad();
  }

  private NativeLibrary() {}

  /**
   * Loads the library if that has not been tried yet.
   *
   * @return how loading ended, the same object on every call; never null
   */
  public static Status load() {
    return Holder.STATUS;
  }

  private static Status tryLoad() {
    try {
      return loadFromJars();
    } catch (IllegalCallerException e) {
      return failed(
          "this JVM does not allow native code. Start it with --enable-native-access=ALL-UNNAMED",
          e);
    } catch (IOException | LinkageError | RuntimeException e) {
      return failed(
          "the native library was found but could not be loaded: "
              + describe(e)
              + ". If its folder forbids programs (noexec) or cannot be written, set"
              + " -Dorg.bytedeco.javacpp.cachedir to another",
          e);
    }
  }

  private static Status loadFromJars() throws IOException {
    String platform = Loader.getPlatform();
    URL leftOut = Native.class.getResource(platform + "/left-out.txt");
    if (leftOut != null) {
      try (InputStream in = leftOut.openStream()) {
        return failed(new String(in.readAllBytes(), StandardCharsets.UTF_8).strip(), null);
      }
    }
    ClassProperties properties = properties(Native.class);
    String library = properties.getProperty("platform.library");
    String fileName =
        properties.getProperty("platform.library.prefix", "")
            + library
            + properties.getProperty("platform.library.suffix", "");
    if (Native.class.getResource(platform + "/" + fileName) == null) {
      return failed(
          "there is no library for "
              + platform
              + " on the class path. Add the dependency org.gradcore:gradcore-presets with the"
              + " classifier "
              + platform,
          null);
    }

    Class<?> openBlas;
    try {
      openBlas = Class.forName("org.bytedeco.openblas.presets.openblas");
    } catch (ClassNotFoundException e) {
      return failed(
          "OpenBLAS is not on the class path. Add the dependency org.bytedeco:openblas", e);
    }
    // Only OpenBLAS itself is loaded, not JavaCPP's binding of it, which unpacks 20 MB more; and
    // only
    // the bundled one: another one of the system would silently be another arithmetic.
    ClassProperties openBlasProperties = properties(openBlas);
    List<String> names = new ArrayList<>(openBlasProperties.get("platform.preload"));
    names.addAll(openBlasProperties.get("platform.link"));
    List<String> loaded = new ArrayList<>();
    boolean found = false;
    for (String name : names) {
      URL[] bundled =
          Arrays.stream(Loader.findLibrary(openBlas, openBlasProperties, name))
              .filter(url -> url.getPath().contains("/org/bytedeco/openblas/" + platform + "/"))
              .toArray(URL[]::new);
      if (bundled.length > 0) {
        String file = Loader.loadLibrary(openBlas, bundled, name, loaded.toArray(String[]::new));
        loaded.add(file);
        found |= name.contains("openblas");
      }
    }
    if (!found) {
      return failed(
          "there is no OpenBLAS for "
              + platform
              + " on the class path. Add the dependency org.bytedeco:openblas with the classifier "
              + platform,
          null);
    }

    URL[] urls = Loader.findLibrary(Native.class, properties, library);
    String file = Loader.loadLibrary(Native.class, urls, library, loaded.toArray(String[]::new));
    if (Native.gradcore_abi() != Native.ABI) {
      return failed(
          "the native library in "
              + file
              + " belongs to another build of gradcore. Use gradcore-presets and its platform jar"
              + " of one version",
          null);
    }
    Native.gradcore_openblas_init();
    return new Status(true, file, null, null);
  }

  private static ClassProperties properties(Class<?> type) {
    return Loader.loadProperties(type, Loader.loadProperties(), true);
  }

  private static Status failed(String reason, Throwable cause) {
    return new Status(false, null, reason, cause);
  }

  private static String describe(Throwable e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
