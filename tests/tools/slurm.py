"""A Slurm cluster of this host alone, for a test: its own munge, controller and nodes, all
below one folder and on the loopback address, gone when the test is. Needs root and Debian's
slurmctld, slurmd, slurm-client and munge; not systemd, control groups or a data base.

A node is a process that adopts whatever its slurmd leaves behind (PR_SET_CHILD_SUBREAPER),
so that cutting its power is ending that process and all below it."""

import ctypes
import glob
import os
import shutil
import signal
import socket
import subprocess
import time

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "scontrol", "sinfo", "squeue")
DEATH_SIGNAL, SUBREAPER = 1, 36  # prctl(2)
NODE_CPUS = 2   # whatever the host has
CONFIG = """ClusterName=test
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={port}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={work}/munge.socket,cred_expire=5
CredType=cred/munge
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
StateSaveLocation={work}/state
SlurmdSpoolDir={work}/spool-%n
SlurmctldPidFile={work}/slurmctld.pid
SlurmdPidFile={work}/%n.pid
SlurmctldLogFile={work}/slurmctld.log
SlurmdLogFile={work}/%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MailProg=/bin/true
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
SchedulerParameters=sched_interval=1,sched_min_interval=0,batch_sched_delay=0
SlurmdTimeout=5
MessageTimeout=5
TCPTimeout=1
KillWait=2
ReturnToService=2
PropagateResourceLimits=NONE
JobRequeue=1
RequeueExit=75
"""


def missing():
    """What is missing here, "" when a cluster can be had."""
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    lacking = [name for name in PROGRAMS if not shutil.which(name)]
    if lacking:
        return "no " + ", ".join(lacking)
    return "" if os.getuid() == 0 else "not root"


def free_ports(count):
    """All are held until all are known."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def below(pid):
    """The processes that descend from one."""
    parents = {}
    for path in glob.glob("/proc/[0-9]*/stat"):
        try:
            with open(path, encoding="utf-8", errors="replace") as file:
                text = file.read()
        except OSError:
            continue
        fields = text.rsplit(")", 1)[1].split()
        if fields[0] != "Z":
            parents.setdefault(int(fields[1]), []).append(int(text.split()[0]))
    found, todo = [], [pid]
    while todo:
        children = parents.get(todo.pop(), [])
        found += children
        todo += children
    return found


def wait_for(what, seconds, is_so):
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError(what)
        time.sleep(0.05)


def die_with_parent():
    ctypes.CDLL(None).prctl(DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)


class Cluster:
    def __init__(self, work, nodes):
        self.work, self.nodes, self.daemons = work, {}, []
        os.mkdir(work, 0o755)
        self.names = [f"n{i}" for i in range(1, nodes + 1)]
        port, *ports = free_ports(nodes + 1)
        host = socket.gethostname()
        with open(self.path("slurm.conf"), "w", encoding="utf-8") as file:
            file.write(CONFIG.format(host=host, port=port, work=work))
            for name, at in zip(self.names, ports):
                file.write(f"NodeName={name} NodeHostname={host} NodeAddr=127.0.0.1 "
                           f"Port={at} CPUs={NODE_CPUS}\n")
            file.write("PartitionName=all Nodes=ALL Default=YES\n")
        with open(self.path("cgroup.conf"), "w", encoding="utf-8") as file:
            file.write("CgroupPlugin=cgroup/v1\nIgnoreSystemd=yes\n")
        self.environment = {**os.environ, "SLURM_CONF": self.path("slurm.conf")}

    def path(self, name):
        return os.path.join(self.work, name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def start_daemon(self, *words):
        with open(self.path("out"), "ab") as out:
            self.daemons.append(subprocess.Popen(
                words, env=self.environment, stdin=subprocess.DEVNULL, stdout=out,
                stderr=out, start_new_session=True, preexec_fn=die_with_parent))

    def start_node(self, name):
        pid = os.fork()
        if pid == 0:
            try:
                os.setsid()
                die_with_parent()
                ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
                self.start_daemon("slurmd", "-D", "-N", name, "-f", self.path("slurm.conf"))
                while True:
                    os.wait()
            finally:
                os._exit(0)
        self.nodes[name] = pid

    def start(self):
        os.mkdir(self.path("munge"), 0o700)
        with open(self.path("munge/key"), "wb") as file:
            file.write(os.urandom(128))
        os.chmod(self.path("munge/key"), 0o400)
        self.start_daemon(
            "munged", "--foreground", "--force", "--key-file", self.path("munge/key"),
            "--seed-file", self.path("munge/seed"), "--log-file", self.path("munge/log"),
            "--pid-file", self.path("munge/pid"), "--socket", self.path("munge.socket"))
        wait_for("munge", 10, lambda: os.path.exists(self.path("munge.socket")))
        os.mkdir(self.path("state"))
        self.start_daemon("slurmctld", "-D", "-c", "-f", self.path("slurm.conf"))
        for name in self.names:
            os.mkdir(self.path("spool-" + name))
            self.start_node(name)
        wait_for("idle nodes", 30, lambda: self.ask("sinfo", "-h", "-N", "-o", "%t").split()
                 == ["idle"] * len(self.names))

    def ask(self, *words):
        return subprocess.run(words, env=self.environment, capture_output=True, text=True,
                              check=False).stdout

    def submit(self, *words):
        """The number of the job that sbatch makes of this."""
        return self.ask("sbatch", "--parsable", *words).strip()

    def nodes_of(self, job):
        """The nodes that tasks of a job run on."""
        return set(self.ask("squeue", "-h", "-r", "-j", job, "-t", "R", "-o", "%N").split())

    def wait(self, job, seconds):
        """sbatch --wait asks too seldom."""
        wait_for("job " + job, seconds, lambda: not self.ask(
            "squeue", "-h", "-j", job, "-t", "PD,R,CF,CG,RQ,S", "-o", "%i").strip())

    def states(self, job):
        """State and exit code of each task, by its number in the array."""
        found = {}
        for line in self.ask("scontrol", "-o", "show", "job", job).splitlines():
            fields = dict(field.split("=", 1) for field in line.split() if "=" in field)
            found[fields["ArrayTaskId"]] = (fields["JobState"], fields["ExitCode"],
                                            int(fields["Restarts"]))
        return found

    def cut_power(self, name):
        """Ends a node and all that runs on it; the controller is told at once."""
        pid = self.nodes.pop(name)
        while True:
            found = below(pid)
            for one in found:
                try:
                    os.kill(one, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            if not found:
                break
            time.sleep(0.01)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        self.ask("scontrol", "update", "nodename=" + name, "state=down", "reason=power")

    def stop(self):
        for name in list(self.nodes):
            self.cut_power(name)
        for daemon in reversed(self.daemons):
            daemon.kill()
            daemon.wait()
