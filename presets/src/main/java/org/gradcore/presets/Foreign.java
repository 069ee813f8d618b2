package org.gradcore.presets;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Whether the functions of the native library can be called by {@code java.lang.foreign}, and why
 * not. JNI is then the only crossing.
 *
 * <p>Linking the first function takes about 100 ms, each further one 5 to 20: so functions are
 * linked one by one, when they are worth it ({@link FloatCrossing#prepare}).
 */
public final class Foreign {
  /** The offset of an absent array, see {@code gradcore.h}. */
  static final int ABSENT = Integer.MIN_VALUE;

  private static final float[] NO_FLOATS = {};
  private static final double[] NO_DOUBLES = {};
  private static final int[] NO_INTS = {};
  private static final long[] NO_LONGS = {};

  private static final Map<Class<?>, MemoryLayout> LAYOUTS =
      Map.of(
          int.class, ValueLayout.JAVA_INT,
          long.class, ValueLayout.JAVA_LONG,
          float.class, ValueLayout.JAVA_FLOAT,
          double.class, ValueLayout.JAVA_DOUBLE);

  /** How often C2 sees a segment made before the first call. */
  private static final int SEGMENTS = 100_000;

  /** Why a function could not be linked; null if that has not happened. */
  private static volatile String failure;

  private static final class Holder {
    static final String REASON = check();
  }

  private Foreign() {}

  /**
   * Tells whether this crossing can be used; the native library is loaded if that has not been
   * tried.
   *
   * @return whether it can, as far as what was linked until now has shown
   */
  public static boolean available() {
    return reason() == null;
  }

  /**
   * Says why this crossing cannot be used.
   *
   * @return the reason, and what mends it if something does; null if it can be used
   */
  public static String reason() {
    return Holder.REASON != null ? Holder.REASON : failure;
  }

  private static String check() {
    NativeLibrary.Status library = NativeLibrary.load();
    if (!library.loaded()) {
      return library.reason();
    }
    try {
      Linker.nativeLinker();
      return null;
    } catch (UnsupportedOperationException | LinkageError e) {
      return "this JVM calls native functions by JNI only: " + describe(e);
    }
  }

  /**
   * Links an exported function.
   *
   * <p>The handle itself makes the segments of its arrays. C2 leaves them out only where it inlines
   * what makes and what takes them, and that depends on how often it has seen either. So the handle
   * must be no constant where it is called: it is then compiled by itself, and not as a rare path
   * of a method that has gone by JNI until now, which would allocate for good. Nor must a segment
   * be one of two, as with {@code MemorySegment.NULL} for an absent array: that is an empty one,
   * whose offset says that it is absent.
   *
   * @param function its name
   * @param result the type that it returns
   * @param parameters types of its parameters, arrays for pointers
   * @return a handle of these types, or null, with the reason noted
   */
  static MethodHandle link(String function, Class<?> result, Class<?>... parameters) {
    if (!available()) {
      return null;
    }
    try {
      MemoryLayout[] layouts =
          Stream.of(parameters).map(Foreign::layout).toArray(MemoryLayout[]::new);
      FunctionDescriptor descriptor =
          result == void.class
              ? FunctionDescriptor.ofVoid(layouts)
              : FunctionDescriptor.of(layout(result), layouts);
      // Among the libraries of this class loader: the file may be deleted already.
      MemorySegment address = SymbolLookup.loaderLookup().findOrThrow(function);
      MethodHandle handle =
          Linker.nativeLinker().downcallHandle(address, descriptor, Linker.Option.critical(true));
      MethodHandle[] filters =
          Stream.of(parameters)
              .map(type -> type.isArray() ? Segments.MAKERS.get(type) : null)
              .toArray(MethodHandle[]::new);
      return MethodHandles.filterArguments(handle, 0, filters);
    } catch (RuntimeException | LinkageError e) {
      failure = "the native function " + function + " could not be linked: " + describe(e);
      return null;
    }
  }

  private static MemoryLayout layout(Class<?> type) {
    return type.isArray() ? ValueLayout.ADDRESS : LAYOUTS.get(type);
  }

  /** What makes segments of arrays. */
  private static final class Segments {
    static final Map<Class<?>, MethodHandle> MAKERS =
        Map.of(
            float[].class, maker(float[].class),
            double[].class, maker(double[].class),
            int[].class, maker(int[].class),
            long[].class, maker(long[].class));

    static {
      for (int i = 0; i < SEGMENTS; i++) {
        of(NO_FLOATS);
        of(NO_DOUBLES);
        of(NO_INTS);
        of(NO_LONGS);
      }
    }

    private static MethodHandle maker(Class<?> array) {
      try {
        return MethodHandles.lookup()
            .findStatic(Segments.class, "of", MethodType.methodType(MemorySegment.class, array));
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("no segment of " + array, e);
      }
    }

    private static MemorySegment of(float[] array) {
      return MemorySegment.ofArray(array == null ? NO_FLOATS : array);
    }

    private static MemorySegment of(double[] array) {
      return MemorySegment.ofArray(array == null ? NO_DOUBLES : array);
    }

    private static MemorySegment of(int[] array) {
      return MemorySegment.ofArray(array == null ? NO_INTS : array);
    }

    private static MemorySegment of(long[] array) {
      return MemorySegment.ofArray(array == null ? NO_LONGS : array);
    }
  }

  /** What a handle threw, as what may be thrown without being declared. */
  static RuntimeException unchecked(Throwable thrown) {
    return switch (thrown) {
      case Error e -> throw e;
      case RuntimeException e -> e;
      default -> throw new AssertionError(thrown);
    };
  }

  private static String describe(Throwable e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
