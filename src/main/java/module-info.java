/**
 * The numeric core under model training: optimizer updates, losses with their gradients, and the
 * gradient loops of linear models, each in Java vectors, in C++ and in plain Java, with measured
 * dispatch. {@link org.gradcore.dispatch.Kernels} is the way to all kernels.
 *
 * <p>The vector backend needs the module {@code jdk.incubator.vector} and the native one that of
 * the platform, such as {@code org.gradcore.presets.linux.x86_64}, which needs that of OpenBLAS.
 * Neither is required, so a program requires them itself or adds them with {@code --add-modules}.
 */
@SuppressWarnings("module") // The tools' modules are not known here.
module org.gradcore {
  requires ch.randelshofer.fastdoubleparser;
  requires com.google.gson;
  requires de.siegmar.fastcsv;
  requires java.management;
  requires jdk.management;
  requires org.gradcore.presets;
  requires static jdk.incubator.vector;
  requires static jdk.jfr;

  exports org.gradcore.data;
  exports org.gradcore.dispatch;
  exports org.gradcore.dispatch.machine;
  exports org.gradcore.kernel;
  exports org.gradcore.loss;
  exports org.gradcore.objective;
  exports org.gradcore.optim;
  exports org.gradcore.train;
  exports org.gradcore.dispatch.measure to
      org.gradcore.cli,
      org.gradcore.jmh;
  exports org.gradcore.dispatch.profile to
      org.gradcore.cli,
      org.gradcore.jmh;
  exports org.gradcore.io to
      org.gradcore.cli,
      org.gradcore.jmh;
  exports org.gradcore.kernel.openblas to
      org.gradcore.jmh;
  exports org.gradcore.kernel.scalar to
      org.gradcore.jmh;
  exports org.gradcore.kernel.vector to
      org.gradcore.jmh;
}
