package org.gradcore.train;

/**
 * What {@link FloatLbfgs} has come to.
 *
 * @param parameters the parameters, laid out as the objective's
 * @param objective the objective at these parameters
 * @param gradientNorm largest absolute value of a component of the gradient there
 * @param iterations steps done
 * @param evaluations how often objective and gradient were computed: passes over the data
 * @param seconds seconds that it took
 * @param stop why it stopped
 */
public record FloatLbfgsResult(
    float[] parameters,
    double objective,
    double gradientNorm,
    int iterations,
    int evaluations,
    double seconds,
    LbfgsStop stop) {

  /** The parameters as doubles, for a {@link LinearModel}. */
  public double[] parametersAsDoubles() {
    return FloatTrainer.asDoubles(parameters);
  }
}
