"""A Slurm cluster of this one machine, in a temporary folder, apart from one that may be installed.

Raises Missing where Slurm is not installed. Whatever happens, no process is left behind.
"""

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "squeue", "scontrol")
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36

CONFIGURATION = """\
ClusterName=drnn
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={controller_port}
SlurmdPort={daemon_port}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket,cred_expire=5
CredType=cred/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/builtin
SchedulerParameters=batch_sched_delay=0,sched_interval=1
KillWait=1
ReturnToService=2
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} State=UNKNOWN
PartitionName=all Nodes={host} Default=YES MaxTime=INFINITE State=UP
"""


class Missing(Exception):
    pass


def find(program):
    path = shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    if path is None:
        raise Missing(program)
    return path


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def die_with_parent(by=signal.SIGKILL):
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, by)


def supervised(work):
    """The exit code of work(), done in a process that can still clean up where this one is killed."""
    process = os.fork()
    if process == 0:
        os.setsid()  # out of reach of what kills the group
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
        die_with_parent(by=signal.SIGTERM)
        sys.exit(work())
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def adopt_orphans():
    """What daemons leave behind becomes a child of this process, which can end it."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)


def children():
    path = Path(f"/proc/self/task/{os.getpid()}/children")
    return [int(child) for child in path.read_text().split()]


def end_children():
    while remaining := children():
        for child in remaining:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def wait_until(condition, what, seconds=30):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"not within {seconds} s: {what}")
        time.sleep(0.05)


def processes():
    return [int(entry) for entry in os.listdir("/proc") if entry.isdigit()]


def environment_of(process):
    """As in /proc: NAME=VALUE entries; empty where it cannot be read."""
    try:
        return Path(f"/proc/{process}/environ").read_bytes().split(b"\0")
    except OSError:
        return []


class Cluster:
    def __init__(self, cpus):
        self.programs = {program: find(program) for program in PROGRAMS}
        self.folder = Path(tempfile.mkdtemp(prefix="drnn-slurm-"))
        self.folder.chmod(0o711)  # munged wants its socket to be within reach
        self.environment = dict(os.environ, SLURM_CONF=str(self.folder / "slurm.conf"))
        self.cpus = cpus
        self.daemons = []
        adopt_orphans()

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self):
        for name in ("state", "spool"):
            (self.folder / name).mkdir()
        (self.folder / "slurm.conf").write_text(
            CONFIGURATION.format(
                host=socket.gethostname().split(".")[0],
                user=subprocess.check_output(["id", "-un"], text=True).strip(),
                folder=self.folder,
                controller_port=free_port(),
                daemon_port=free_port(),
                cpus=self.cpus,
            )
        )
        key = self.folder / "munge.key"
        key.write_bytes(os.urandom(128))
        key.chmod(0o600)
        files = [f"--{name}-file={self.folder}/munge.{name}" for name in ("key", "pid", "log", "seed")]
        self.spawn("munged", "--foreground", f"--socket={self.folder}/munge.socket", *files)
        wait_until((self.folder / "munge.socket").exists, "munged's socket")
        self.spawn("slurmctld", "-D", "-c")
        self.spawn("slurmd", "-D")
        wait_until(self.idle, "an idle node")

    def spawn(self, program, *arguments):
        with open(self.folder / f"{program}.out", "w") as log:
            daemon = subprocess.Popen(
                [self.programs[program], *arguments],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                preexec_fn=die_with_parent,
            )
        self.daemons.append(daemon)

    def command(self, program, *arguments):
        return subprocess.run(
            [self.programs[program], *map(str, arguments)],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=20,
        )

    def idle(self):
        return "State=IDLE" in self.command("scontrol", "show", "node").stdout

    def submit(self, *arguments):
        """The job's number."""
        result = self.command("sbatch", "--parsable", *arguments)
        if result.returncode != 0:
            raise RuntimeError(result.stderr)
        return int(result.stdout)

    def states(self, job):
        """State of every task of the job array."""
        listing = self.command("squeue", "-h", "-r", "-t", "all", "-j", job, "-o", "%K %T").stdout
        return {int(task): state for task, state in map(str.split, listing.splitlines())}

    def program_of(self, job, task, program):
        """The first process of the task, once it is the program."""
        wanted = {f"SLURM_ARRAY_JOB_ID={job}".encode(), f"SLURM_ARRAY_TASK_ID={task}".encode()}
        of_cluster = f"SLURM_CONF={self.folder}/slurm.conf".encode()
        for process in sorted(processes()):
            environment = environment_of(process)
            if of_cluster in environment and wanted.issubset(environment):
                try:
                    if os.path.samefile(f"/proc/{process}/exe", program):
                        return process
                except OSError:
                    pass
        return None

    def logs(self):
        text = ""
        for path in sorted(self.folder.glob("*.log")) + sorted(self.folder.glob("*.out")):
            text += f"--- {path.name}\n" + path.read_text(errors="replace")[-2000:]
        return text

    def stop(self):
        end_children()
        for daemon in self.daemons:
            daemon.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
