package org.gradcore.presets;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.ClassProperties;
import org.bytedeco.javacpp.Loader;

/**
 * Loads gradcore's native library, once per JVM.
 *
 * <p>The library comes from the jar of the platform ({@code
 * org.gradcore:gradcore-presets:VERSION:linux-x86_64}) and OpenBLAS from {@code
 * org.bytedeco:openblas}, likewise by platform. Both are unpacked below JavaCPP's cache folder,
 * {@code -Dorg.bytedeco.javacpp.cachedir} or {@code ~/.javacpp/cache}, if that belongs to this user
 * and others cannot write it; else to a fresh folder of this process. A copy that differs from what
 * the jar holds is replaced before it is loaded, and each build has its own. A library that cannot
 * be loaded is no error: {@link #load()} says why, and what mends it.
 */
public final class NativeLibrary {

  /**
   * How loading ended.
   *
   * @param loaded whether {@link Native} can be used
   * @param file the loaded library file, or null
   * @param note why the file was unpacked for this process alone and is deleted again; else null
   * @param reason why it was not loaded and what mends it, in one sentence or two; null if loaded
   * @param cause what was thrown, or null
   */
  public record Status(boolean loaded, String file, String note, String reason, Throwable cause) {}

  private static final class Holder {
    static final Status STATUS = tryLoad();
  }

  private static final Module MODULE = NativeLibrary.class.getModule();

  private static final String LOADED_ELSEWHERE =
      "the native library is already loaded in another class loader of this JVM, and a JVM gives a"
          + " library to one class loader only. Put gradcore, gradcore-presets, javacpp and openblas"
          + " into a class loader that all who use gradcore share, such as the parent of theirs";

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
          "this JVM does not allow native code. Start it with --enable-native-access="
              + (modular() ? MODULE.getName() + ",org.bytedeco.javacpp" : "ALL-UNNAMED"),
          e);
    } catch (NativeCache.NoneException e) {
      return failed(e.getMessage(), e);
    } catch (IOException | LinkageError | RuntimeException e) {
      return failed(isLoadedElsewhere(e) ? LOADED_ELSEWHERE : couldNotBeLoaded(e), e);
    }
  }

  private static String couldNotBeLoaded(Throwable e) {
    return "the native library was found but could not be loaded: "
        + describe(e)
        + ". If its folder forbids programs (noexec) or cannot be written, set -D"
        + NativeCache.PROPERTY
        + " to another";
  }

  private static boolean isLoadedElsewhere(Throwable e) {
    return e instanceof UnsatisfiedLinkError
        && describe(e).contains("already loaded in another classloader");
  }

  private static Status loadFromJars() throws IOException, NativeCache.NoneException {
    String platform = Loader.getPlatform();
    URL leftOut = resource(platform, "left-out.txt");
    if (leftOut != null) {
      try (InputStream in = leftOut.openStream()) {
        return failed(new String(in.readAllBytes(), StandardCharsets.UTF_8).strip(), null);
      }
    }
    URL resource = resource(platform, System.mapLibraryName("jnigradcore"));
    if (resource == null) {
      return failed(
          "there is no library for "
              + platform
              + place()
              + ". Add the dependency org.gradcore:gradcore-presets with the classifier "
              + platform
              + (modular() ? ", and " + addModule(MODULE.getName(), platform) : ""),
          null);
    }

    Class<?> openBlas;
    try {
      openBlas = Class.forName("org.bytedeco.openblas.presets.openblas");
    } catch (ClassNotFoundException e) {
      return failed("OpenBLAS is not" + place() + ". Add the dependency org.bytedeco:openblas", e);
    }
    List<UnpackedFile> blas = openBlas(openBlas, platform);
    if (blas.isEmpty()) {
      return failed(
          "there is no OpenBLAS for "
              + platform
              + place()
              + ". Add the dependency org.bytedeco:openblas with the classifier "
              + platform
              + (modular() ? ", and " + addModule("org.bytedeco.openblas", platform) : ""),
          null);
    }
    UnpackedFile kernels = UnpackedFile.of(resource);

    NativeCache cache = NativeCache.open();
    Path blasFolder = folder(cache.folder(), "gradcore", "openblas-" + UnpackedFile.key(blas));
    Path kernelsFolder = folder(blasFolder, "kernels-" + UnpackedFile.key(List.of(kernels)));
    List<Path> files = new ArrayList<>();
    for (UnpackedFile file : blas) {
      files.add(file.in(blasFolder));
    }
    files.add(kernels.in(kernelsFolder));
    try {
      files.forEach(file -> System.load(file.toString()));
    } finally {
      cache.loaded(files);
    }
    String file = files.getLast().toString();
    if (Native.gradcore_abi() != Native.ABI) {
      return failed(
          "the native library in "
              + file
              + " belongs to another build of gradcore. Use gradcore-presets and its platform jar"
              + " of one version",
          null);
    }
    Native.gradcore_openblas_init();
    return new Status(true, file, cache.note(), null, null);
  }

  /**
   * OpenBLAS and the libraries that it needs, these first; none if the jar of the platform is
   * missing. Not JavaCPP's binding of it, which has 20 MB more; and only what is bundled: another
   * OpenBLAS of the system would silently be another arithmetic.
   */
  private static List<UnpackedFile> openBlas(Class<?> preset, String platform) throws IOException {
    ClassProperties properties = Loader.loadProperties(preset, Loader.loadProperties(), true);
    List<String> names = new ArrayList<>(properties.get("platform.preload"));
    names.addAll(properties.get("platform.link"));
    Map<String, UnpackedFile> files = new LinkedHashMap<>();
    boolean found = false;
    for (String name : names) {
      for (URL url : Loader.findLibrary(preset, properties, name)) {
        if (url.getPath().contains("/org/bytedeco/openblas/" + platform + "/")) {
          UnpackedFile file = UnpackedFile.of(url);
          files.putIfAbsent(file.name(), file);
          found |= name.contains("openblas");
          break;
        }
      }
    }
    return found ? List.copyOf(files.values()) : List.of();
  }

  private static Path folder(Path parent, String... names) throws IOException {
    Path folder = parent;
    for (String name : names) {
      folder = folder.resolve(name);
    }
    PrivateFolder.create(folder);
    return PrivateFolder.check(folder);
  }

  /**
   * A resource of the platform's jar: on the class path, or in whatever module it is. Its folder is
   * no package, since its name has a hyphen: so no module encapsulates it.
   */
  private static URL resource(String platform, String name) {
    String folder = Native.class.getPackageName().replace('.', '/') + "/" + platform + "/";
    return Native.class.getClassLoader().getResource(folder + name);
  }

  private static boolean modular() {
    return MODULE.isNamed();
  }

  private static String place() {
    return modular() ? " among the modules" : " on the class path";
  }

  private static String addModule(String prefix, String platform) {
    return "--add-modules " + prefix + "." + platform.replace('-', '.');
  }

  private static Status failed(String reason, Throwable cause) {
    return new Status(false, null, null, reason, cause);
  }

  private static String describe(Throwable e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
