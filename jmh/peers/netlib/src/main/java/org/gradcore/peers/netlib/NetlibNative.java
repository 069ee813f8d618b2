package org.gradcore.peers.netlib;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.NativeBLAS;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The BLAS of the operating system, {@code libblas.so.3}: without further packages that is, on many
 * systems, the reference implementation. The version says which file it is.
 */
public final class NetlibNative extends NetlibPeer {
  private String library = "";

  /** Loads nothing. */
  public NetlibNative() {
    super("netlib-native");
  }

  @Override
  public String version() {
    return super.version() + library;
  }

  @Override
  BLAS load() throws IOException {
    NativeBLAS blas = NativeBLAS.getInstance();
    Path maps = Path.of("/proc/self/maps");
    if (Files.isReadable(maps)) {
      library =
          Files.readAllLines(maps).stream()
              .map(line -> line.substring(line.lastIndexOf('/') + 1))
              .filter(name -> name.matches("lib(open)?blas.*\\.so.*"))
              .findFirst()
              .map(name -> " over the system's " + name)
              .orElse("");
    }
    return blas;
  }
}
