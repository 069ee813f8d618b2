package org.gradcore.data;

/**
 * How to read IDX files.
 *
 * @param scale what every feature value is multiplied by, such as 1/255.0 for pixels; labels are
 *     not scaled
 */
public record IdxOptions(double scale) implements ReadingOptions {
  /** The defaults: values as they stand. */
  public static final IdxOptions DEFAULT = new IdxOptions(1);

  /**
   * Checks the scale.
   *
   * @throws IllegalArgumentException if {@code scale} is zero or not finite
   */
  public IdxOptions {
    if (!Double.isFinite(scale) || scale == 0) {
      throw new IllegalArgumentException(
          "scale " + scale + ": a finite number other than 0 is needed");
    }
  }

  /**
   * With another scale.
   *
   * @param newScale the scale
   * @return the new options
   */
  public IdxOptions withScale(double newScale) {
    return new IdxOptions(newScale);
  }

  @Override
  public DataFormat format() {
    return DataFormat.IDX;
  }
}
