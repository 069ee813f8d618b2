package org.gradcore.peers.openblas;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/** The names of CBLAS for float pointers. */
final class FloatCblas {
  private FloatCblas() {}

  static float dot(int n, FloatPointer x, FloatPointer y) {
    return openblas.cblas_sdot(n, x, 1, y, 1);
  }

  static void axpy(int n, float a, FloatPointer x, FloatPointer y) {
    openblas.cblas_saxpy(n, a, x, 1, y, 1);
  }

  static void copy(int n, FloatPointer x, FloatPointer y) {
    openblas.cblas_scopy(n, x, 1, y, 1);
  }

  static void scale(int n, float a, FloatPointer x) {
    openblas.cblas_sscal(n, a, x, 1);
  }

  static long indexOfAbsMax(int n, FloatPointer x) {
    return openblas.cblas_isamax(n, x, 1);
  }

  /** y = Ax + y, A row by row. */
  static void gemv(int rows, int columns, FloatPointer a, FloatPointer x, FloatPointer y) {
    openblas.cblas_sgemv(
        openblas.CblasRowMajor, openblas.CblasNoTrans, rows, columns, 1, a, columns, x, 1, 1, y, 1);
  }

  /** C = AB' + C, all row by row: A m × k, B n × k, C m × n. */
  static void gemm(int m, int n, int k, FloatPointer a, FloatPointer b, FloatPointer c) {
    openblas.cblas_sgemm(
        openblas.CblasRowMajor,
        openblas.CblasNoTrans,
        openblas.CblasTrans,
        m,
        n,
        k,
        1,
        a,
        k,
        b,
        k,
        1,
        c,
        n);
  }
}
