"""The processes that recording and replaying need: a broker, a database, plugins, workers."""
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TROUPE = ROOT / "bin" / "troupe"
DISTRIBUTION = ROOT / "docker" / "target" / "troupe"
PROBE = HERE.parent / "src" / "test" / "java" / "contract" / "probe"
START_S = 90
STOP_S = 20

# What the service loader finds of the probe's plugins.
SERVICES = {
    "org.apache.kafka.connect.source.SourceConnector": "ProbeSourceConnector",
    "org.apache.kafka.connect.sink.SinkConnector": "ProbeSinkConnector",
    "org.apache.kafka.connect.storage.Converter": "ProbeConverter",
    "org.apache.kafka.connect.transforms.Transformation": "ProbeTransform",
    "org.apache.kafka.connect.transforms.predicates.Predicate": "ProbePredicate",
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Stage:
    """The processes and files of a run; leaving it ends them."""

    def __init__(self, folder):
        self.folder, self.processes = folder, []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end(self.processes)

    def start(self, name, command, options=""):
        environment = dict(os.environ, JAVA_OPTS=(os.environ.get("JAVA_OPTS", "") + " " + options).strip())
        log = (self.folder / f"{name}.log").open("w")
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        self.processes.append(process)
        return process

    def end(self, processes):
        for process in processes:
            process.terminate()
        for process in processes:
            try:
                process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()
        self.processes = [process for process in self.processes if process not in processes]

    def wait_for(self, what, process, ready):
        deadline = time.monotonic() + START_S
        while not ready():
            if process.poll() is not None or time.monotonic() > deadline:
                sys.exit(f"replay: {what} did not start; see its log in {self.folder}")
            time.sleep(0.25)

    def broker(self):
        port = free_port()
        process = self.start("broker", [TROUPE, "broker", "--port", str(port), "--data", self.folder / "broker"])
        self.wait_for("the broker", process, lambda: accepts(port))
        return f"127.0.0.1:{port}"

    def database(self):
        """An H2 server, because two workers cannot open one file."""
        port = free_port()
        process = self.start("database", ["java", "-Xmx256m", "-Dh2.bindAddress=127.0.0.1", "-cp", f"{DISTRIBUTION}/lib/*", "org.h2.tools.Server",
                                          "-tcp", "-tcpPort", str(port), "-ifNotExists", "-baseDir", self.folder])
        self.wait_for("the database", process, lambda: accepts(port))
        return f"jdbc:h2:tcp://127.0.0.1:{port}"

    def plugins(self):
        """A folder with connect-file and the probe's plugins, each in its own sub-folder; the probe's one of classes."""
        folder = self.folder / "plugins"
        shutil.copytree(DISTRIBUTION / "optional" / "connect-file", folder / "connect-file")
        probe = folder / "probe" / "classes"
        (probe / "META-INF" / "services").mkdir(parents=True)
        subprocess.run(["javac", "-nowarn", "-d", str(probe), "-cp", f"{DISTRIBUTION}/lib/*",
                        *map(str, PROBE.glob("*.java"))], check=True)
        for service, plugin in SERVICES.items():
            (probe / "META-INF" / "services" / service).write_text(f"contract.probe.{plugin}\n")
        return folder

    def workers(self, profile, count, bootstrap, database, plugins):
        """Base URLs and processes of the workers of one new cluster."""
        seed = free_port()
        started = []
        for number in range(1, count + 1):
            name = f"{profile}-{number}"
            port = free_port()
            values = {"bootstrap": bootstrap, "group": profile, "port": str(port), "plugins": str(plugins)}
            file = self.folder / f"{name}.properties"
            file.write_text("\n".join([
                fill((HERE / "profiles" / "default.properties").read_text(), values),
                "" if profile == "default" else fill((HERE / "profiles" / f"{profile}.properties").read_text(), values),
                f"troupe.database.url={database}/./{profile}",
                f"troupe.cluster.listener=127.0.0.1:{seed if number == 1 else 0}",
                f"troupe.cluster.seed.nodes=127.0.0.1:{seed}",
                "troupe.restart.policy=none",  # what was recorded stayed failed
            ]) + "\n")
            url = f"http://127.0.0.1:{port}"
            process = self.start(name, [TROUPE, "worker", file], self.log_in(profile))
            self.wait_for(f"the worker {name}", process, lambda: answers(f"{url}/connectors"))
            started.append((url, process))
        return [url for url, _ in started], [process for _, process in started]

    def log_in(self, profile):
        """What the JVM needs to know the users of the profile basic-auth."""
        if profile != "basic-auth":
            return ""
        (self.folder / "users").write_text("ann=secret\n")
        (self.folder / "jaas").write_text(
            "KafkaConnect {\n org.apache.kafka.connect.rest.basic.auth.extension.PropertyFileLoginModule"
            f' required file="{self.folder / "users"}";\n}};\n')
        return f"-Djava.security.auth.login.config={self.folder / 'jaas'}"


def fill(text, values):
    return re.sub(r"\$\{(\w+)\}", lambda match: values[match.group(1)], text)


def accepts(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def answers(url):
    try:
        urllib.request.urlopen(url, timeout=5).close()
        return True
    except urllib.error.HTTPError as refused:
        return refused.code == 401
    except OSError:
        return False
