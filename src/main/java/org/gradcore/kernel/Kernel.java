package org.gradcore.kernel;

import java.util.List;
import java.util.Locale;

/**
 * Every kernel, by family. {@link FloatKernels} has those of a backend, {@code cpp/kernels.txt} the
 * native ones under their {@link #id}.
 */
public enum Kernel {
  SGD(Family.OPTIMIZERS),
  SGD_MOMENTUM(Family.OPTIMIZERS),
  ADAM(Family.OPTIMIZERS),
  ADAM_AMSGRAD(Family.OPTIMIZERS),
  RMSPROP(Family.OPTIMIZERS),
  LION(Family.OPTIMIZERS, SGD_MOMENTUM),
  ADAGRAD(Family.OPTIMIZERS, RMSPROP),
  ADADELTA(Family.OPTIMIZERS, ADAM),
  ADAMAX(Family.OPTIMIZERS, ADAM),
  NADAM(Family.OPTIMIZERS, ADAM),
  RADAM(Family.OPTIMIZERS, ADAM),
  RPROP(Family.OPTIMIZERS, ADAM),
  ASGD(Family.OPTIMIZERS, SGD_MOMENTUM),
  ADA_BELIEF(Family.OPTIMIZERS, ADAM),
  YOGI(Family.OPTIMIZERS, ADAM),
  ADAN(Family.OPTIMIZERS, ADAM_AMSGRAD),
  FTRL(Family.OPTIMIZERS, ADAM),
  ADOPT(Family.OPTIMIZERS, ADAM),
  SCHEDULE_FREE_ADAM(Family.OPTIMIZERS, ADAM_AMSGRAD),
  SCHEDULE_FREE_SGD(Family.OPTIMIZERS, ADAM),
  SQUARED_ERROR(Family.POINT_LOSSES),
  LOGISTIC(Family.POINT_LOSSES),
  HUBER(Family.POINT_LOSSES, SQUARED_ERROR),
  SOFTMAX_CROSS_ENTROPY(Family.ROW_LOSSES),
  DENSE_MARGINS(Family.LINEAR),
  DENSE_LOSS(Family.LINEAR),
  CSR_MARGINS(Family.LINEAR),
  CSR_LOSS(Family.LINEAR),
  DENSE_LOGITS(Family.LINEAR),
  DENSE_SOFTMAX(Family.LINEAR),
  CSR_LOGITS(Family.LINEAR),
  CSR_SOFTMAX(Family.LINEAR),
  FINISH_GRADIENT(Family.LINEAR),
  DOT(Family.REDUCTIONS),
  SUM(Family.REDUCTIONS),
  SUM_OF_SQUARES(Family.REDUCTIONS),
  ABS_MAX(Family.REDUCTIONS),
  AXPY(Family.ELEMENTARY),
  SCALE(Family.ELEMENTARY),
  EXP(Family.ELEMENTARY),
  LOG(Family.ELEMENTARY),
  LOG1P(Family.ELEMENTARY),
  TANH(Family.ELEMENTARY),
  SIGMOID(Family.ELEMENTARY);

  /** The element types that every kernel is made for. */
  public static final List<Class<?>> ELEMENTS = List.of(float.class, double.class);

  /** What kernels have in common: the interface of their calls, and where they stand. */
  public enum Family {
    OPTIMIZERS("optimizer step"),
    POINT_LOSSES("elementwise loss"),
    ROW_LOSSES("loss of rows"),
    LINEAR("kernel of linear models"),
    REDUCTIONS("reduction"),
    ELEMENTARY("map");

    private final String member;

    Family(String member) {
      this.member = member;
    }

    /**
     * What is thrown where a kernel of this family is wanted.
     *
     * @param kernel the kernel that was given
     * @return the exception
     */
    public IllegalArgumentException lacks(Kernel kernel) {
      return new IllegalArgumentException(kernel.id() + " is no " + member);
    }
  }

  private final Family family;
  private final Kernel like;
  private final String id;

  Kernel(Family family) {
    this(family, null);
  }

  /** A kernel that shipped tables may lack. */
  Kernel(Family family, Kernel like) {
    this.family = family;
    this.like = like;
    StringBuilder camel = new StringBuilder();
    for (String word : name().split("_")) {
      String lower = word.toLowerCase(Locale.ROOT);
      camel.append(
          camel.isEmpty() ? lower : Character.toUpperCase(lower.charAt(0)) + lower.substring(1));
    }
    this.id = camel.toString();
  }

  public Family family() {
    return family;
  }

  /** The kernel's name in every backend, e.g. {@code sgdMomentum}. */
  public String id() {
    return id;
  }

  /**
   * The kernel whose times stand for those of this one where it was not measured: one that moves as
   * much and computes as much. Null if this one is in every table.
   */
  public Kernel like() {
    return like;
  }

  /** Whether the openblas backend has a variant that calls BLAS, equal within a bound only. */
  public boolean hasBlasVariant() {
    return this == DENSE_MARGINS
        || this == DENSE_LOSS
        || this == DENSE_LOGITS
        || this == DENSE_SOFTMAX;
  }
}
