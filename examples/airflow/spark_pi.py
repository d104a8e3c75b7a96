"""Runs examples/spark-pi.yaml, waits for its end and shows the log of its driver."""

from pathlib import Path

from airflow.providers.cncf.kubernetes.operators.spark_kubernetes import SparkKubernetesOperator
from airflow.sdk import DAG

EXAMPLES = Path(__file__).parent.parent

with DAG("spark_pi", schedule=None, template_searchpath=[str(EXAMPLES)], params={"namespace": "default"}):
    SparkKubernetesOperator(
        task_id="spark_pi",
        namespace="{{ params.namespace }}",
        application_file="spark-pi.yaml",
        # Every run is an application of its own, whose driver Airflow finds again after a restart.
        random_name_suffix=True,
        reattach_on_restart=True,
        # The application stays for kubectl; spec.timeToLiveSeconds can remove it later.
        delete_on_termination=False,
    )
