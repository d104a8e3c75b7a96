package io.k8s.sparkoperator.driver;

import java.io.IOException;

/** The API server answered, but not with success. */
final class ApiFailure extends IOException {
  static final int NOT_FOUND = 404;
  static final int CONFLICT = 409;
  static final int GONE = 410;

  final int status;

  ApiFailure(String request, int status, String message) {
    super(request + " was answered with HTTP " + status + (message.isEmpty() ? "" : " (" + message + ")"));
    this.status = status;
  }

  /** Whether this is an answer of the API server with that HTTP status. */
  static boolean is(Exception failure, int status) {
    return failure instanceof ApiFailure && ((ApiFailure) failure).status == status;
  }

  /** One line for the log: what failed, without the classes and line numbers that help nobody who runs a job. */
  static String inWords(Exception failure) {
    if (failure instanceof ApiFailure) return failure.getMessage();
    String message = failure.getMessage();
    return failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
  }
}
