package org.gradcore.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.gradcore.train.LinearModel;
import org.gradcore.train.ModelFile;

/**
 * The model of a training that goes on, for {@code --save}. When the process is asked to end
 * (Ctrl-C, SIGTERM), the best one so far is saved; the exit code is that of the signal. Two threads
 * meet here: the one that trains, and the JVM's shutdown.
 */
final class LastGoodModel implements AutoCloseable {
  private final Path file;
  private final PrintWriter err;
  private final Thread hook = new Thread(this::interrupted, "gradcore-save");
  private Runnable beforeMessage = () -> {};
  private Supplier<LinearModel> best;
  private int epoch;
  private double objective;
  private boolean saved;
  private boolean interrupted;

  /**
   * Begins to wait for signals.
   *
   * @param file where the model goes; null for nowhere, and then nothing is done
   * @param err where a message goes
   */
  LastGoodModel(Path file, PrintWriter err) {
    this.file = file;
    this.err = err;
    if (file != null) {
      try {
        Runtime.getRuntime().addShutdownHook(hook);
      } catch (IllegalStateException e) {
        // the process is ending already
      }
    }
  }

  /** Whether there is a file, so that something is to be kept. */
  boolean wanted() {
    return file != null;
  }

  /** What is to be done before a message is printed, such as closing a progress bar. */
  synchronized void beforeMessage(Runnable action) {
    beforeMessage = action;
  }

  /**
   * Remembers the best model so far.
   *
   * @param epoch the epoch that led to it
   * @param objective its objective
   * @param model makes it
   */
  synchronized void keep(int epoch, double objective, Supplier<LinearModel> model) {
    best = model;
    this.epoch = epoch;
    this.objective = objective;
  }

  /**
   * Saves the model that training has led to. Does not return if the process is about to end.
   *
   * @throws IOException if it cannot be saved
   */
  synchronized void save(LinearModel model) throws IOException {
    while (interrupted) {
      try {
        wait();
      } catch (InterruptedException e) {
        // nobody interrupts the command's thread, and the process ends
      }
    }
    if (file != null) {
      ModelFile.save(file, model);
      saved = true;
    }
  }

  private synchronized void interrupted() {
    interrupted = true;
    beforeMessage.run();
    String message;
    if (saved) {
      message = "the model is saved to " + file;
    } else if (best == null) {
      message = "no epoch was completed, nothing is saved";
    } else {
      String name = "the model of epoch " + epoch + ", objective " + Doubts.number(objective) + ",";
      try {
        ModelFile.save(file, best.get());
        message = name + " is saved to " + file;
      } catch (IOException e) {
        message = name + " could not be saved: " + e.getMessage();
      }
    }
    err.println("gradcore: interrupted: " + message);
    err.flush();
  }

  /** Ends the wait for signals. */
  @Override
  public void close() {
    if (file != null) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // the process is ending, and the hook runs
      }
    }
  }
}
