package io.troupe.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A server's and a client's key, made for a test, and what trusts the two. */
record KeyStores(Path folder) {

    static final String PASSWORD = "changeit-s3cret";

    /** @param folder empty */
    static KeyStores in(Path folder) {
        KeyStores made = new KeyStores(folder);
        made.keytool("-genkeypair -alias server -keyalg EC -dname CN=localhost -ext san=dns:localhost,ip:127.0.0.1"
                + " -storetype JKS -keystore server.jks");
        made.keytool("-genkeypair -alias client -keyalg EC -dname CN=ann -storetype PKCS12 -keystore client.p12");
        for (String who : List.of("server.jks -alias server", "client.p12 -alias client")) {
            String alias = who.substring(who.lastIndexOf(' ') + 1);
            made.keytool("-exportcert -rfc -file " + alias + ".pem -keystore " + who);
            made.keytool("-importcert -noprompt -storetype PKCS12 -keystore trust.p12 -alias " + alias + " -file "
                    + alias + ".pem");
        }
        return made;
    }

    private void keytool(String arguments) {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of((arguments + " -storepass " + PASSWORD).split(" ", -1)));
        if (arguments.startsWith("-genkeypair")) {
            command.addAll(List.of("-keypass", PASSWORD));
        }
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("keytool.log").toFile())
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(Files.readString(folder.resolve("keytool.log")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    String path(String file) {
        return folder.resolve(file).toString();
    }

    /** The server's key and certificate as one PEM file's text. */
    String serverKeyAsPem() throws GeneralSecurityException, IOException {
        KeyStore store = load("server.jks", "JKS");
        return pem("PRIVATE KEY", store.getKey("server", PASSWORD.toCharArray()).getEncoded());
    }

    String serverCertificateAsPem() throws GeneralSecurityException, IOException {
        Certificate certificate = load("server.jks", "JKS").getCertificate("server");
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    private static String pem(String type, byte[] content) {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        return "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n";
    }

    /** What a client needs that trusts the server. */
    SSLContext client(boolean withKey) throws GeneralSecurityException, IOException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(load("trust.p12", "PKCS12"));
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(load("client.p12", "PKCS12"), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(withKey ? keys.getKeyManagers() : null, trust.getTrustManagers(), null);
        return context;
    }

    private KeyStore load(String file, String type) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(type);
        try (InputStream in = Files.newInputStream(folder.resolve(file))) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }
}
