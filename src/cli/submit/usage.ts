/** What `sparkctl submit --help` prints: the flags of `spark-submit` in short, our own in full. */
export const USAGE = `Usage: sparkctl submit [flags] MAIN-RESOURCE [arguments of the application]
       sparkctl submit --kill [NAMESPACE:]NAME | --status [NAMESPACE:]NAME

Takes what spark-submit takes, and creates a SparkApplication from it. The main resource is a jar, a Python file or an
R file; flags come before it.

The application:
      --class CLASS              with the main method, for a jar
      --name NAME                of the application
      --jars, --files, --py-files, --archives FILE,…
                                 Files of this disk are uploaded to spark.kubernetes.file.upload.path: file:, hdfs:,
                                 webhdfs:, s3a:, gs:, abfss: or wasbs:; local: is a file of the image
      --packages, --exclude-packages, --repositories
  -c, --conf KEY=VALUE           a property; may be repeated
      --properties-file FILE     instead of spark-defaults.conf in SPARK_CONF_DIR or SPARK_HOME/conf
      --extra-properties-file FILE, --load-spark-defaults
      --driver-memory, --driver-cores, --driver-java-options, --driver-library-path, --driver-class-path
      --executor-memory, --executor-cores, --num-executors
      --proxy-user USER, --principal NAME, --keytab FILE

The cluster:
      --master k8s://URL         the server, with the credentials of the kubeconfig (its own server)
      --deploy-mode cluster      the only one there is
  -n, --namespace NAME           spark.kubernetes.namespace (the one of the context)
      --context NAME             spark.kubernetes.context (the current one)
      --kubeconfig FILE          ($KUBECONFIG, else ~/.kube/config, else the account of the pod)

What becomes of it:
      --application NAME         of the SparkApplication (the name, and a random id)
      --spark-version VERSION    of the image (the tag of the image, else the newest known)
      --dry-run                  print the objects, create nothing
  -o, --output FORMAT            of --dry-run: yaml or json (yaml)
      --detach                   do not follow it to its end
      --upload-cleanup           remove uploaded files after its end, unless detached before
  -v, --verbose                  tell all properties
      --kill, --status NAME      of an application or its driver pod; * stands for anything
  -h, --help

While the application is followed, its log goes to standard output; Ctrl-C ends the following, not the application.

Examples:
  sparkctl submit --class org.apache.spark.examples.SparkPi --conf spark.kubernetes.container.image=apache/spark:4.3.0 \\
    --conf spark.kubernetes.authenticate.driver.serviceAccountName=spark local:///opt/spark/examples/jars/spark-examples.jar
  sparkctl submit --dry-run --name etl --conf spark.kubernetes.container.image=apache/spark:4.3.0 \\
    --conf spark.kubernetes.authenticate.driver.serviceAccountName=spark local:///opt/etl/job.py > app.yaml
  sparkctl submit --kill 'jobs:spark-pi-*'

Exit codes: 0 done; of an application that failed that of its driver; 1 something is wrong with the application, a file or the cluster, 2 wrong flags.
`;
