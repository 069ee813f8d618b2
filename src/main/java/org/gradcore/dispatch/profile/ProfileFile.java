package org.gradcore.dispatch.profile;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gradcore.dispatch.machine.Candidate;
import org.gradcore.dispatch.machine.Cpu;
import org.gradcore.dispatch.machine.Environment;
import org.gradcore.io.OutputFile;
import org.gradcore.kernel.Kernel;

/** Profiles as JSON files. */
public final class ProfileFile {
  static final int FORMAT = 1;

  /** A full profile has a few hundred KB; anything larger is no profile. */
  private static final long MAX_BYTES = 16 << 20;

  private static final Pattern PLACE = Pattern.compile(" at line \\d+ column \\d+");

  private static final Map<String, Kernel> KERNELS =
      Arrays.stream(Kernel.values()).collect(Collectors.toMap(Kernel::id, k -> k));

  private static final Set<String> COLUMNS = columns();

  private ProfileFile() {}

  private static Set<String> columns() {
    Set<String> columns = Candidate.ALL.stream().map(Candidate::id).collect(Collectors.toSet());
    columns.remove(Candidate.VECTOR.id());
    for (int bits = 128; bits <= 512; bits *= 2) {
      columns.add(Profile.column(Candidate.VECTOR, bits));
    }
    return Set.copyOf(columns);
  }

  /** What is wrong with a file that is not a profile, in one line. */
  static final class MalformedException extends IOException {
    private static final long serialVersionUID = 1;

    MalformedException(String message) {
      super(message);
    }
  }

  /**
   * The file in the user's cache folder; null if the system names no such folder, or none but a
   * relative one, which would be another for each working folder.
   */
  static Path inCache(
      Cpu cpu, String jdk, String os, UnaryOperator<String> variable, String userHome) {
    Path folder = cacheFolder(os.toLowerCase(Locale.ROOT), variable, userHome);
    if (folder == null) {
      return null;
    }
    String key = cpu.key() + "\n" + jdk + "\n" + Environment.VERSION;
    return folder.resolve("gradcore").resolve("profile-" + digest(key) + ".json");
  }

  private static Path cacheFolder(String os, UnaryOperator<String> variable, String userHome) {
    boolean windows = os.startsWith("windows");
    Path named = absolute(variable.apply(windows ? "LOCALAPPDATA" : "XDG_CACHE_HOME"));
    Path home = absolute(userHome);
    if (named != null || home == null) {
      return named;
    }
    return os.startsWith("mac") ? home.resolve("Library/Caches") : home.resolve(".cache");
  }

  /** Null for what is no absolute folder: an unknown home is {@code ?}. */
  private static Path absolute(String folder) {
    try {
      Path path = folder == null ? null : Path.of(folder);
      return path != null && path.isAbsolute() ? path : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static String digest(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Writes a profile, all or nothing, as {@link OutputFile} does.
   *
   * @param profile what to write
   * @param file where to; missing folders are made
   * @throws IOException if that fails
   */
  public static void write(Profile profile, Path file) throws IOException {
    String json = toJson(profile);
    Files.createDirectories(file.toAbsolutePath().getParent());
    OutputFile.write(file, json);
  }

  /**
   * Reads a profile.
   *
   * @param file the file
   * @return the profile; whether it belongs to this machine is not checked
   * @throws IOException if the file cannot be read or is no profile; the message says what is wrong
   */
  public static Profile read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new MalformedException("it has " + Files.size(file) + " bytes, too many for a profile");
    }
    // Not Files.readString, which throws for bytes that are not UTF-8.
    return fromJson(new StringReader(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
  }

  static String toJson(Profile profile) throws IOException {
    StringWriter text = new StringWriter();
    JsonWriter json = new JsonWriter(text);
    json.setIndent("  ");
    json.beginObject();
    json.name("format").value(FORMAT);
    json.name("gradcore").value(profile.gradcore());
    json.name("date").value(profile.date().toString());
    json.name("cpu").value(profile.cpu());
    json.name("jdk").value(profile.jdk());
    json.name("mode").value(profile.mode());
    json.name("vectorBits").value(profile.vectorBits());
    json.name("unit").value("ns per element");
    json.name("times").beginObject();
    for (Kernel kernel : Kernel.values()) {
      if (!profile.kernels().contains(kernel)) {
        continue;
      }
      json.name(kernel.id()).beginObject();
      for (Class<?> element : Kernel.ELEMENTS) {
        json.name(element.getName()).beginObject();
        for (var size : profile.sizes(kernel, element).entrySet()) {
          json.name(Long.toString(size.getKey()));
          json.beginObject();
          // One line per size.
          json.setIndent("");
          for (var column : size.getValue().entrySet()) {
            json.name(column.getKey()).value(fourDigits(column.getValue()));
          }
          json.endObject();
          json.setIndent("  ");
        }
        json.endObject();
      }
      json.endObject();
    }
    json.endObject();
    json.endObject();
    return text.append('\n').toString();
  }

  private static Number fourDigits(double value) {
    return Double.parseDouble(String.format(Locale.ROOT, "%.3e", value));
  }

  static Profile fromJson(Reader text) throws IOException {
    JsonObject root;
    try (JsonReader reader = new JsonReader(text)) {
      reader.setStrictness(Strictness.STRICT);
      root = object(JsonParser.parseReader(reader), "the file");
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new MalformedException("there is text after the JSON object");
      }
    } catch (MalformedException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      if (e.getCause() instanceof OutOfMemoryError error) {
        throw error; // which Gson takes for an error of the text
      }
      throw new MalformedException("it is not JSON" + where(e));
    }
    double format = number(root, "format");
    if (format != FORMAT) {
      throw new MalformedException("format " + format + " found, expected " + FORMAT);
    }
    int bits = (int) number(root, "vectorBits");
    if (bits != 0 && bits != 128 && bits != 256 && bits != 512) {
      throw new MalformedException("vectorBits " + bits + " found, expected 0, 128, 256 or 512");
    }
    Profile profile =
        new Profile(
            string(root, "gradcore"),
            date(string(root, "date")),
            string(root, "cpu"),
            string(root, "jdk"),
            string(root, "mode"),
            bits);
    for (var kernel : object(root.get("times"), "times").entrySet()) {
      Kernel known = KERNELS.get(kernel.getKey());
      if (known == null) {
        throw new MalformedException("unknown kernel \"" + shorten(kernel.getKey()) + "\"");
      }
      readKernel(profile, known, object(kernel.getValue(), kernel.getKey()));
    }
    return profile;
  }

  private static void readKernel(Profile profile, Kernel kernel, JsonObject json)
      throws MalformedException {
    for (var byElement : json.entrySet()) {
      Class<?> element = element(byElement.getKey());
      for (var bySize : object(byElement.getValue(), byElement.getKey()).entrySet()) {
        long size = size(bySize.getKey());
        JsonObject columns = object(bySize.getValue(), bySize.getKey());
        for (String column : columns.keySet()) {
          if (!COLUMNS.contains(column)) {
            throw new MalformedException("unknown candidate \"" + shorten(column) + "\"");
          }
          double nanos = number(columns, column);
          if (!(nanos > 0)) {
            throw new MalformedException(
                kernel.id()
                    + ", size "
                    + size
                    + ", "
                    + column
                    + ": time "
                    + nanos
                    + " found, expected a positive number");
          }
          profile.put(kernel, element, size, column, nanos);
        }
      }
    }
  }

  private static Class<?> element(String name) throws MalformedException {
    for (Class<?> element : Kernel.ELEMENTS) {
      if (element.getName().equals(name)) {
        return element;
      }
    }
    throw new MalformedException(
        "element \"" + shorten(name) + "\" found, expected float or double");
  }

  private static long size(String text) throws MalformedException {
    try {
      long size = Long.parseLong(text);
      if (size > 0) {
        return size;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new MalformedException("size \"" + shorten(text) + "\" found, expected an integer > 0");
  }

  private static Instant date(String text) throws MalformedException {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new MalformedException(
          "date \"" + shorten(text) + "\" found, expected e.g. 2025-01-31T12:00:00Z");
    }
  }

  private static JsonObject object(JsonElement json, String what) throws MalformedException {
    if (json == null || !json.isJsonObject()) {
      throw new MalformedException(shorten(what) + " is not a JSON object");
    }
    return json.getAsJsonObject();
  }

  private static String string(JsonObject json, String name) throws MalformedException {
    JsonElement value = json.get(name);
    if (value == null || !value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
      throw new MalformedException("\"" + name + "\" is missing or not a string");
    }
    return value.getAsString();
  }

  private static double number(JsonObject json, String name) throws MalformedException {
    JsonElement value = json.get(name);
    if (value == null || !value.isJsonPrimitive() || !value.getAsJsonPrimitive().isNumber()) {
      throw new MalformedException("\"" + name + "\" is missing or not a number");
    }
    double number = value.getAsDouble();
    if (!Double.isFinite(number)) {
      throw new MalformedException("\"" + name + "\" is not a finite number");
    }
    return number;
  }

  /** " at line 3 column 5", if the parser says so. */
  private static String where(Throwable e) {
    Matcher place = PLACE.matcher(String.valueOf(e.getMessage()));
    return place.find() ? place.group() : "";
  }

  /** At most 100 characters, none of which ends a line. */
  private static String shorten(String text) {
    String start = text.length() <= 100 ? text : text.substring(0, 100) + "…";
    return start.replaceAll("[\\p{Cntrl}\u0085\u2028\u2029]", "?");
  }
}
