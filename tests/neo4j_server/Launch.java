import static org.neo4j.configuration.GraphDatabaseSettings.auth_enabled;
import static org.neo4j.configuration.GraphDatabaseSettings.pagecache_memory;
import static org.neo4j.configuration.GraphDatabaseSettings.udc_enabled;

import java.nio.file.Path;
import java.util.Map;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.configuration.ssl.ClientAuth;
import org.neo4j.configuration.ssl.SslPolicyConfig;
import org.neo4j.configuration.ssl.SslPolicyScope;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

/**
 * Starts a Neo4j server that answers Bolt on the loopback address: Launch HOME PORT [CERTIFICATE].
 * With -Dopen=true it asks nobody for a password. With a folder that holds private.key and public.crt it speaks TLS and nothing else.
 */
class Launch {
    public static void main(String[] arguments) throws Exception {
        var address = new SocketAddress("127.0.0.1", Integer.parseInt(arguments[1]));
        var builder = new DatabaseManagementServiceBuilder(Path.of(arguments[0]))
            .setConfig(BoltConnector.enabled, true)
            .setConfig(BoltConnector.listen_address, address)
            .setConfig(BoltConnector.advertised_address, address)
            .setConfig(auth_enabled, !Boolean.getBoolean("open"))
            .setConfig(udc_enabled, false) // it would tell Neo4j of its use
            .setConfig(pagecache_memory, Long.getLong("pagecache", 64L << 20));
        if (arguments.length > 2) {
            var policy = SslPolicyConfig.forScope(SslPolicyScope.BOLT);
            builder.setConfig(policy.enabled, true)
                .setConfig(policy.base_directory, Path.of(arguments[2]))
                .setConfig(policy.client_auth, ClientAuth.NONE)
                .setConfig(BoltConnector.encryption_level, BoltConnector.EncryptionLevel.REQUIRED);
        }
        var server = builder.build();
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown));
        server.database("system").executeTransactionally(
            "CREATE OR REPLACE USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED",
            Map.of("password", System.getenv("NEO4J_SERVER_PASSWORD")));
        System.out.println("ready");
        while (System.in.read() != -1) { } // until whoever started it has ended, however it did
        System.exit(0);
    }
}
