#pragma once

// Optimizer steps, each fused into one pass. The contract is FloatOptimizerKernels. What does not
// change within a call is a template parameter, so that the loops have no branches.

#include "lanes.hpp"

namespace gradcore::GRADCORE_ISA {

namespace detail {

constexpr int MAXIMIZE = 1;
constexpr int NESTEROV = 2;
constexpr int FIRST_STEP = 4;

/** The factor of the gradient; the product with it is exact. */
template <class T>
inline T direction(int flags) {
  return (flags & MAXIMIZE) != 0 ? T(-1) : T(1);
}

template <bool DECAYS, class T>
inline T effectiveGradient(T gradient, T sign, T w, T weightDecay) {
  T g = sign * gradient;
  if constexpr (DECAYS) {
    g = fma(weightDecay, w, g);
  }
  return g;
}

template <bool DECAYS, class T>
void sgdLoop(T* __restrict param, const T* __restrict gradient, Index length, T learningRate,
             T weightDecay, T sign) {
#pragma GCC ivdep
  for (Index i = 0; i < length; i++) {
    T w = param[i];
    T g = effectiveGradient<DECAYS>(gradient[i], sign, w, weightDecay);
    param[i] = fma(-learningRate, g, w);
  }
}

template <bool DECAYS, bool NESTEROVS, bool FIRST, class T>
void sgdMomentumLoop(T* __restrict param, const T* __restrict gradient, T* __restrict buffer,
                     Index length, T learningRate, T momentum, T gradientFactor, T weightDecay,
                     T sign) {
#pragma GCC ivdep
  for (Index i = 0; i < length; i++) {
    T w = param[i];
    T g = effectiveGradient<DECAYS>(gradient[i], sign, w, weightDecay);
    T b = g;
    if constexpr (!FIRST) {
      b = fma(momentum, buffer[i], gradientFactor * g);
    }
    buffer[i] = b;
    T d = b;
    if constexpr (NESTEROVS) {
      d = fma(momentum, b, g);
    }
    param[i] = fma(-learningRate, d, w);
  }
}

template <class T>
struct AdamScalars {
  T beta1Complement;
  T beta2;
  T beta2Complement;
  T stepSize;
  T inverseSqrtCorrection2;
  T epsilon;
  T weightDecay;
  T decay;
  T sign;
};

template <bool DECAYS, bool AMSGRAD, class T>
void adamLoop(T* __restrict param, const T* __restrict gradient, T* __restrict expAvg,
              T* __restrict expAvgSq, T* __restrict maxExpAvgSq, Index length,
              const AdamScalars<T> s) {
#pragma GCC ivdep
  for (Index i = 0; i < length; i++) {
    T w = param[i];
    T g = effectiveGradient<DECAYS>(gradient[i], s.sign, w, s.weightDecay);
    w = w * s.decay;
    T m = expAvg[i];
    m = fma(s.beta1Complement, g - m, m);
    expAvg[i] = m;
    T v = fma(s.beta2Complement * g, g, s.beta2 * expAvgSq[i]);
    expAvgSq[i] = v;
    if constexpr (AMSGRAD) {
      T x = maxExpAvgSq[i];
      v = v <= x ? x : v;
      maxExpAvgSq[i] = v;
    }
    T d = fma(sqrt(v), s.inverseSqrtCorrection2, s.epsilon);
    param[i] = fma(-s.stepSize, m / d, w);
  }
}

template <bool DECAYS, bool CENTERED, bool MOMENTUM, class T>
void rmspropLoop(T* __restrict param, const T* __restrict gradient, T* __restrict squareAverage,
                 T* __restrict gradientAverage, T* __restrict buffer, Index length, T learningRate,
                 T alpha, T alphaComplement, T epsilon, T weightDecay, T momentum, T sign) {
#pragma GCC ivdep
  for (Index i = 0; i < length; i++) {
    T w = param[i];
    T g = effectiveGradient<DECAYS>(gradient[i], sign, w, weightDecay);
    T v = fma(alphaComplement * g, g, alpha * squareAverage[i]);
    squareAverage[i] = v;
    T x = v;
    if constexpr (CENTERED) {
      T a = gradientAverage[i];
      a = fma(alphaComplement, g - a, a);
      gradientAverage[i] = a;
      x = fma(-a, a, v);
    }
    T step = g / (sqrt(x) + epsilon);
    if constexpr (MOMENTUM) {
      step = fma(momentum, buffer[i], step);
      buffer[i] = step;
    }
    param[i] = fma(-learningRate, step, w);
  }
}

template <bool VALUE>
struct Flag {
  static constexpr bool value = VALUE;
};

/** Calls f with the flag as a type. */
template <class F>
inline void withFlag(bool flag, F f) {
  if (flag) {
    f(Flag<true>());
  } else {
    f(Flag<false>());
  }
}

}  // namespace detail

template <class T>
void sgd(T* param, int paramOffset, const T* gradient, int gradientOffset, int length,
         T learningRate, T weightDecay, int flags) {
  T sign = detail::direction<T>(flags);
  detail::withFlag(weightDecay != 0, [=](auto decays) {
    detail::sgdLoop<decltype(decays)::value>(param + paramOffset, gradient + gradientOffset, length,
                                             learningRate, weightDecay, sign);
  });
}

template <class T>
void sgdMomentum(T* param, int paramOffset, const T* gradient, int gradientOffset, T* buffer,
                 int bufferOffset, int length, T learningRate, T momentum, T gradientFactor,
                 T weightDecay, int flags) {
  T sign = detail::direction<T>(flags);
  detail::withFlag(weightDecay != 0, [=](auto decays) {
    detail::withFlag((flags & detail::NESTEROV) != 0, [=](auto nesterov) {
      detail::withFlag((flags & detail::FIRST_STEP) != 0, [=](auto first) {
        detail::sgdMomentumLoop<decltype(decays)::value, decltype(nesterov)::value,
                                decltype(first)::value>(
            param + paramOffset, gradient + gradientOffset, buffer + bufferOffset, length,
            learningRate, momentum, gradientFactor, weightDecay, sign);
      });
    });
  });
}

template <class T>
void adam(T* param, int paramOffset, const T* gradient, int gradientOffset, T* expAvg,
          int expAvgOffset, T* expAvgSq, int expAvgSqOffset, int length, T beta1Complement, T beta2,
          T beta2Complement, T stepSize, T inverseSqrtCorrection2, T epsilon, T weightDecay,
          T decay, int flags) {
  const detail::AdamScalars<T> scalars = {beta1Complement,
                                          beta2,
                                          beta2Complement,
                                          stepSize,
                                          inverseSqrtCorrection2,
                                          epsilon,
                                          weightDecay,
                                          decay,
                                          detail::direction<T>(flags)};
  detail::withFlag(weightDecay != 0, [=](auto decays) {
    detail::adamLoop<decltype(decays)::value, false>(
        param + paramOffset, gradient + gradientOffset, expAvg + expAvgOffset,
        expAvgSq + expAvgSqOffset, static_cast<T*>(nullptr), length, scalars);
  });
}

template <class T>
void adamAmsgrad(T* param, int paramOffset, const T* gradient, int gradientOffset, T* expAvg,
                 int expAvgOffset, T* expAvgSq, int expAvgSqOffset, T* maxExpAvgSq,
                 int maxExpAvgSqOffset, int length, T beta1Complement, T beta2, T beta2Complement,
                 T stepSize, T inverseSqrtCorrection2, T epsilon, T weightDecay, T decay,
                 int flags) {
  const detail::AdamScalars<T> scalars = {beta1Complement,
                                          beta2,
                                          beta2Complement,
                                          stepSize,
                                          inverseSqrtCorrection2,
                                          epsilon,
                                          weightDecay,
                                          decay,
                                          detail::direction<T>(flags)};
  detail::withFlag(weightDecay != 0, [=](auto decays) {
    detail::adamLoop<decltype(decays)::value, true>(
        param + paramOffset, gradient + gradientOffset, expAvg + expAvgOffset,
        expAvgSq + expAvgSqOffset, maxExpAvgSq + maxExpAvgSqOffset, length, scalars);
  });
}

template <class T>
void rmsprop(T* param, int paramOffset, const T* gradient, int gradientOffset, T* squareAverage,
             int squareAverageOffset, T* gradientAverage, int gradientAverageOffset, T* buffer,
             int bufferOffset, int length, T learningRate, T alpha, T alphaComplement, T epsilon,
             T weightDecay, T momentum, int flags) {
  T sign = detail::direction<T>(flags);
  detail::withFlag(weightDecay != 0, [=](auto decays) {
    detail::withFlag(gradientAverage != nullptr, [=](auto centered) {
      detail::withFlag(buffer != nullptr, [=](auto hasBuffer) {
        detail::rmspropLoop<decltype(decays)::value, decltype(centered)::value,
                            decltype(hasBuffer)::value>(
            param + paramOffset, gradient + gradientOffset, squareAverage + squareAverageOffset,
            detail::at(gradientAverage, gradientAverageOffset), detail::at(buffer, bufferOffset),
            length, learningRate, alpha, alphaComplement, epsilon, weightDecay, momentum, sign);
      });
    });
  });
}

}  // namespace gradcore::GRADCORE_ISA
