#!/bin/bash
# The entrypoint of the Spark image, with the interface that Spark on Kubernetes counts on:
#   driver ARGS...   runs spark-submit in client mode
#   executor         runs the executor that the SPARK_* variables describe
#   anything else    is run as it stands
set -eo pipefail

# Hadoop wants a name for every user, and some clusters run containers under ids that have none.
name_user() {
  if getent passwd "$(id -u)" >/dev/null || [ ! -w /etc/passwd ]; then return; fi
  echo "${SPARK_USER_NAME:-spark-$(id -u)}:x:$(id -u):$(id -g)::$SPARK_HOME:/usr/sbin/nologin" >>/etc/passwd
}

# Java options in the order of their numbers. Each is one word, whatever is in it.
read_java_options() {
  local name
  JAVA_OPTIONS=()
  for name in $(compgen -v SPARK_JAVA_OPT_ | sort -t _ -k 4n); do
    JAVA_OPTIONS+=("${!name}")
  done
}

build_class_path() {
  CLASS_PATH=${SPARK_CLASSPATH:+$SPARK_CLASSPATH:}$SPARK_HOME/jars/*
  CLASS_PATH+=${SPARK_EXTRA_CLASSPATH:+:$SPARK_EXTRA_CLASSPATH}
  if [ -n "$HADOOP_HOME" ] && [ -z "$SPARK_DIST_CLASSPATH" ]; then
    SPARK_DIST_CLASSPATH=$("$HADOOP_HOME/bin/hadoop" classpath)
    export SPARK_DIST_CLASSPATH
  fi
  # Configuration comes first, so that it is found there before it is found in a jar.
  CLASS_PATH=${SPARK_CONF_DIR:-$SPARK_HOME/conf}:${HADOOP_CONF_DIR:+$HADOOP_CONF_DIR:}$CLASS_PATH:$PWD
  CLASS_PATH+=${SPARK_DIST_CLASSPATH:+:$SPARK_DIST_CLASSPATH}
}

run_driver() {
  exec tini -s -- "$SPARK_HOME/bin/spark-submit" \
    --conf "spark.driver.bindAddress=$SPARK_DRIVER_BIND_ADDRESS" \
    --conf "spark.executorEnv.SPARK_DRIVER_POD_IP=$SPARK_DRIVER_BIND_ADDRESS" \
    --deploy-mode client \
    "$@"
}

run_executor() {
  local java=java
  if [ -n "$JAVA_HOME" ]; then java=$JAVA_HOME/bin/java; fi
  exec tini -s -- "$java" "${JAVA_OPTIONS[@]}" "-Xms$SPARK_EXECUTOR_MEMORY" "-Xmx$SPARK_EXECUTOR_MEMORY" \
    -cp "$CLASS_PATH" \
    org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend \
    --driver-url "$SPARK_DRIVER_URL" \
    --executor-id "$SPARK_EXECUTOR_ID" \
    --cores "$SPARK_EXECUTOR_CORES" \
    --app-id "$SPARK_APPLICATION_ID" \
    --hostname "$SPARK_EXECUTOR_POD_IP" \
    --resourceProfileId "$SPARK_RESOURCE_PROFILE_ID" \
    --podName "$SPARK_EXECUTOR_POD_NAME"
}

case "$1" in
  driver)
    shift
    name_user
    build_class_path
    run_driver "$@"
    ;;
  executor)
    name_user
    build_class_path
    read_java_options
    run_executor
    ;;
  *)
    exec "$@"
    ;;
esac
