import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import org.apache.hadoop.hdfs.server.namenode.NameNode;
import org.apache.hadoop.metrics2.lib.DefaultMetricsSystem;

/**
 * A name node and a data node in one process, on the usual ports of one address, with what they keep in one folder that is
 * empty before.
 *
 * <p>Usage: java HdfsServers.java ADDRESS FOLDER
 */
final class HdfsServers {
  private HdfsServers() {}

  public static void main(String[] words) throws Exception {
    Configuration conf = configuration(words[0], words[1]);
    // All of them have metrics of the same names.
    DefaultMetricsSystem.setMiniClusterMode(true);
    NameNode.format(conf);
    NameNode names = NameNode.createNameNode(new String[0], conf);
    DataNode.createDataNode(new String[0], conf);
    names.join();
  }

  private static Configuration configuration(String address, String folder) {
    Configuration conf = new HdfsConfiguration();
    Map.of(
            "fs.defaultFS", "hdfs://" + address + ":8020",
            "dfs.namenode.http-address", address + ":9870",
            "dfs.namenode.name.dir", folder + "/names",
            "dfs.datanode.data.dir", folder + "/data",
            "dfs.datanode.hostname", address,
            "dfs.datanode.address", address + ":9866",
            "dfs.datanode.http.address", address + ":9864",
            "dfs.datanode.ipc.address", address + ":9867",
            "dfs.replication", "1",
            "dfs.namenode.datanode.registration.ip-hostname-check", "false")
        .forEach(conf::set);
    return conf;
  }
}
