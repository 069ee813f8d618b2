package org.gradcore.jmh;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.gradcore.dispatch.measure.Workload;
import org.gradcore.kernel.Kernel;
import org.gradcore.optim.Adam;
import org.gradcore.optim.Optimizer;
import org.gradcore.optim.RmsProp;
import org.gradcore.optim.Sgd;

/**
 * Another library's version of some kernels, called as its own users call it, on one thread: a
 * contestant of a {@link Comparison}. Each library stands in a module of its own below {@code
 * jmh/peers} and runs in JVMs with only that module on the class path, where {@link
 * java.util.ServiceLoader} finds it. Creating a peer loads nothing; {@link #start} does.
 */
public interface Peer {
  /**
   * The name in reports.
   *
   * @return e.g. {@code nd4j}
   */
  String id();

  /**
   * The version of the library.
   *
   * @return e.g. {@code 1.0.0-M2.1}
   */
  String version();

  /**
   * Loads the library and keeps it to one thread. Called once, before any other call but {@link
   * #id} and {@link #version}.
   *
   * @throws Exception if it does not run here; the message becomes the reason in the report
   */
  void start() throws Exception;

  /**
   * Whether the library has a kernel.
   *
   * @param kernel the kernel
   * @param element {@code float.class} or {@code double.class}
   * @return whether {@link #prepare} takes it
   */
  boolean serves(Kernel kernel, Class<?> element);

  /**
   * The rule that this peer's optimizers follow, which gradcore's are checked against: by default
   * torch's, with momentum 0.9 where there is one.
   *
   * @param kernel a kernel of the optimizers
   * @return the rule in gradcore's terms
   */
  default Optimizer optimizer(Kernel kernel) {
    return switch (kernel) {
      case SGD -> Sgd.defaults();
      case SGD_MOMENTUM -> Sgd.defaults().withMomentum(0.9);
      case ADAM -> Adam.defaults();
      case ADAM_AMSGRAD -> Adam.defaults().withAmsgrad(true);
      case RMSPROP -> RmsProp.defaults();
      default -> throw new IllegalArgumentException(kernel.id() + " is no optimizer");
    };
  }

  /**
   * Computes in plain Java, by the library's own formula, what steps of an optimizer make of the
   * parameters, where no {@link #optimizer} of gradcore has that rule.
   *
   * @param workload the data; the parameters are changed
   * @param steps how many steps
   * @return whether the library has a rule of its own; false if {@link #optimizer} is its rule
   */
  default boolean ownRule(Workload workload, int steps) {
    return false;
  }

  /**
   * Brings the data into the library's own form. This is not timed.
   *
   * <p>An optimizer takes the parameters from array 0 of the workload and their gradient from array
   * 1, and begins with a new state. The other kernels compute what the workload's own call does.
   *
   * @param workload the data, of a kernel and element type that the library {@link #serves}; at
   *     least one row
   * @return what makes one call
   */
  Call prepare(Workload workload);

  /** One call of a library, on data of its own; it can be made again and again. */
  interface Call {
    /** Makes the call. This is timed. */
    void run();

    /**
     * Copies what the calls have left behind into the arrays of the workload. This is not timed.
     *
     * @return what the last call returned, 0 if it returns nothing
     */
    double finish();
  }

  /**
   * The version of a library on the class path, as Maven wrote it into its jar.
   *
   * @param group Maven's group, e.g. {@code org.nd4j}
   * @param artifact Maven's artifact, e.g. {@code nd4j-api}
   * @return the version, or {@code unknown}
   */
  static String version(String group, String artifact) {
    String file = "/META-INF/maven/" + group + "/" + artifact + "/pom.properties";
    try (InputStream in = Peer.class.getResourceAsStream(file)) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }
}
