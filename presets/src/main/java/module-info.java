/**
 * The binding of gradcore's C++ kernels, for gradcore alone: its functions check no arguments. The
 * libraries are in the module of the platform, such as {@code org.gradcore.presets.linux.x86_64}.
 */
@SuppressWarnings("module") // Those who import it are not known here.
module org.gradcore.presets {
  requires org.bytedeco.javacpp;
  requires org.bytedeco.openblas;

  exports org.gradcore.presets to
      org.gradcore,
      org.gradcore.jmh;
}
