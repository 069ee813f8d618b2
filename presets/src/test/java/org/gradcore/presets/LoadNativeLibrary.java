package org.gradcore.presets;

/** The main class of child JVMs: loads the native library and prints how that ended. */
final class LoadNativeLibrary {
  private LoadNativeLibrary() {}

  public static void main(String[] args) throws Exception {
    NativeLibrary.Status status = NativeLibrary.load();
    System.out.println("loaded=" + status.loaded());
    System.out.println("file=" + status.file());
    System.out.println("note=" + status.note());
    System.out.println("reason=" + status.reason());
    if (status.loaded()) {
      // Calls what was loaded.
      System.out.println("blas=" + Native.gradcore_openblas_config());
    }
  }
}
