package org.gradcore.jmh;

import org.gradcore.dispatch.measure.FloatWorkload;
import org.gradcore.dispatch.measure.Workload;
import org.gradcore.kernel.Kernel;

/** Libraries that are good, wrong, missing and deadly. */
abstract class FakePeer implements Peer {
  @Override
  public String id() {
    return getClass().getSimpleName();
  }

  @Override
  public String version() {
    return "1.2";
  }

  @Override
  public void start() throws Exception {}

  @Override
  public boolean serves(Kernel kernel, Class<?> element) {
    return kernel == Kernel.SGD && element == float.class;
  }

  @Override
  public Call prepare(Workload workload) {
    float[][] arrays = ((FloatWorkload) workload).arrays();
    return new Call() {
      @Override
      public void run() {
        step(arrays[0], arrays[1]);
      }

      @Override
      public double finish() {
        return 0;
      }
    };
  }

  void step(float[] parameters, float[] gradient) {
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] -= 1e-3f * gradient[i];
    }
  }

  /** Prints what is no measurement, too. */
  public static final class Good extends FakePeer {
    @Override
    public void start() {
      System.out.println("{hello}");
    }
  }

  /** Forgets an element of long arrays. */
  public static final class Wrong extends FakePeer {
    @Override
    void step(float[] parameters, float[] gradient) {
      float last = parameters[parameters.length - 1];
      super.step(parameters, gradient);
      if (parameters.length > 200) {
        parameters[parameters.length - 1] = last;
      }
    }
  }

  /** Does not run here. */
  public static final class Missing extends FakePeer {
    @Override
    public void start() throws Exception {
      throw new Exception("cannot be loaded", new UnsatisfiedLinkError("no fake in the path"));
    }
  }

  /** Takes the JVM with it. */
  public static final class Deadly extends FakePeer {
    @Override
    void step(float[] parameters, float[] gradient) {
      System.err.println("Error: killed by native code");
      Runtime.getRuntime().halt(7);
    }
  }
}
