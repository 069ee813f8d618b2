package org.gradcore.dispatch.profile;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.gradcore.dispatch.machine.Cpu;
import org.gradcore.dispatch.machine.Environment;
import org.gradcore.dispatch.machine.Settings;

/**
 * The profile of this machine and the table that ships with gradcore.
 *
 * @param user the profile of this processor, JDK and version, or null
 * @param shipped the shipped table, or null if the jar has none
 * @param file where the user's profile is or would be; null if the system has no place for it
 * @param problem why the user's profile is not used although the file exists; else null
 */
public record Profiles(Profile user, Profile shipped, Path file, String problem) {
  private static final String SHIPPED = "shipped-profile.json";

  /**
   * Reads both; a file that is broken or belongs elsewhere becomes a {@link #problem}.
   *
   * @param settings may name the file
   * @param environment what the profile must have been measured in
   * @return what was found
   */
  public static Profiles load(Settings settings, Environment environment) {
    Path file = file(settings, environment);
    Profile shipped = readShipped();
    if (file == null || (settings.profile() == null && !Files.exists(file))) {
      return new Profiles(null, shipped, file, null);
    }
    try {
      Profile profile = ProfileFile.read(file);
      String foreign = foreign(profile, environment);
      return new Profiles(foreign == null ? profile : null, shipped, file, foreign);
    } catch (NoSuchFileException e) {
      return new Profiles(null, shipped, file, "there is no such file");
    } catch (IOException | RuntimeException e) {
      String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      return new Profiles(null, shipped, file, message);
    }
  }

  /**
   * Where the user's profile is or would be.
   *
   * @param settings may name the file
   * @param environment what the profile belongs to
   * @return the file; null if the system has no place for it
   */
  public static Path file(Settings settings, Environment environment) {
    return settings.profile() != null
        ? settings.profile()
        : ProfileFile.inCache(
            environment.cpu(),
            environment.jdk(),
            System.getProperty("os.name", ""),
            System::getenv,
            System.getProperty("user.home"));
  }

  /** Why a profile does not hold here, or null if it does. */
  private static String foreign(Profile profile, Environment environment) {
    if (!profile.gradcore().equals(Environment.VERSION)) {
      return "it was measured with gradcore "
          + profile.gradcore()
          + ", this is "
          + Environment.VERSION;
    }
    if (!profile.cpu().equals(environment.cpu().key())) {
      return "it was measured on another processor (" + profile.cpu() + ")";
    }
    if (!profile.jdk().equals(environment.jdk())) {
      return "it was measured with JDK " + profile.jdk() + ", this is " + environment.jdk();
    }
    return null;
  }

  private static Profile readShipped() {
    try (InputStream in = Profiles.class.getResourceAsStream(SHIPPED)) {
      return in == null
          ? null
          : ProfileFile.fromJson(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("the shipped table " + SHIPPED + " is broken", e);
    }
  }

  /**
   * The lane width to prefer, or 0: that of this machine's profile, or of the shipped table if it
   * was made on the same kind of processor.
   *
   * @param cpu this processor
   * @return 128, 256 or 512 bits, or 0
   */
  public int recommendedBits(Cpu cpu) {
    if (user != null) {
      return user.vectorBits();
    }
    return shipped != null && shipped.cpu().equals(cpu.key()) ? shipped.vectorBits() : 0;
  }
}
