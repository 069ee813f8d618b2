package org.gradcore.kernel;

/** The fixed lengths of the canonical summation order. They are part of the numeric contract. */
public final class Blocks {
  /** Elements per block of a reduction over an array. */
  public static final int REDUCTION_BLOCK = 4096;

  /** Rows per block of the linear kernels, by position in the given range or list of rows. */
  public static final int ROW_BLOCK = 256;

  /** Virtual lanes of a sparse dot product. */
  public static final int SPARSE_LANES = 8;

  /** Bytes of the virtual lanes of a dense reduction: 64 floats or 32 doubles. */
  public static final int LANE_BYTES = 256;

  private Blocks() {}
}
