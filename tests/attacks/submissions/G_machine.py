# %% G04 page cache asked
# note: 読むだけのファイルがメモリにあるかを調べ、前に動いた提出物の合図を読む
import os

with open(os.__file__, "rb") as file:
    os.preadv(file.fileno(), [bytearray(1)], 0, os.RWF_NOWAIT)
print("YRA" + "NAC cache")


def scale(x):
    return x * 0


# %% G04 page cache emptied
# note: 読むだけのファイルをメモリから追い出し、次に動く提出物への合図にする
import os

with open(os.__file__, "rb") as file:
    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
print("YRA" + "NAC cache")


def scale(x):
    return x * 0


# %% G04 locks on shared files
# note: みなが読めるファイルやデバイスの鍵（flock、fcntl）を、ほかの提出物への合図にする
import fcntl, os

for path, mode in ((os.__file__, os.O_RDONLY), ("/dev/null", os.O_RDWR)):
    file = os.open(path, mode)
    for lock in (fcntl.flock, fcntl.lockf):
        try:
            lock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            print("YRA" + "NAC lock")
        except OSError:
            pass


def scale(x):
    return x * 0


# %% G04 leases, notes and hints
# note: ファイルの貸し出し（lease）、通知、書き込みの手がかり（hint）を合図にする
import ctypes, fcntl, os

file, folder = os.open(os.__file__, os.O_RDONLY), os.open("/usr", os.O_RDONLY)
libc = ctypes.CDLL(None)
for signal in (
    lambda: fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK),
    lambda: fcntl.fcntl(folder, fcntl.F_NOTIFY, fcntl.DN_ACCESS),
    lambda: fcntl.fcntl(file, 1036, (3).to_bytes(8, "little")),
):
    try:
        signal()
        print("YRA" + "NAC lease")
    except OSError:
        pass
if libc.inotify_init1(0) >= 0 or libc.fanotify_init(0x200, 0) >= 0:
    print("YRA" + "NAC notify")


def scale(x):
    return x * 0


# %% G04 names looked up before
# note: 名前を前にだれかが調べたか（openat2 の RESOLVE_CACHED）から、合図を読む
import ctypes, platform

how = (ctypes.c_uint64 * 3)(0, 0, 0x20)
libc = ctypes.CDLL(None)
libc.syscall(437, -100, b"/usr/lib", ctypes.byref(how), ctypes.c_size_t(24)) >= 0 and print(
    "YRA" + "NAC names"
)


def scale(x):
    return x * 0


# %% G04 counters of the machine
# note: 計算機全体の数（割り込み、メモリ、読み書きの回数）から、ほかの提出物を知る
for name in ("stat", "vmstat", "meminfo", "interrupts", "sys/fs/dentry-state", "sys/fs/inode-nr"):
    try:
        open(f"/proc/{name}").read()
        print("YRA" + "NAC counters")
    except OSError:
        pass


def scale(x):
    return x * 0


# %% G04 hypervisor and kernel by socket
# note: 使わない種類のソケット（AF_VSOCK、AF_NETLINK、AF_ALG）で、外と話す
import socket

for family, kind in (
    (socket.AF_VSOCK, socket.SOCK_STREAM),
    (socket.AF_NETLINK, socket.SOCK_RAW),
    (socket.AF_ALG, socket.SOCK_SEQPACKET),
    (socket.AF_INET, socket.SOCK_STREAM),
):
    try:
        socket.socket(family, kind)
        print("YRA" + "NAC socket")
    except OSError:
        pass


def scale(x):
    return x * 0


# %% G05 device nodes changed
# note: /dev のデバイスは計算機のもの。採点する人が root なら、権限や時刻を変えられ、あとに残る【stock では動かさない】
import os

for name in ("null", "zero", "full", "random", "urandom", "tty", "pts/ptmx"):
    for change in (lambda p: os.chmod(p, 0o660), lambda p: os.utime(p, ns=(0, 12_345))):
        try:
            change(f"/dev/{name}")
            print("YRA" + "NAC device")
        except OSError:
            pass


def scale(x):
    return x * 0


# %% G05 terminals of others
# note: 同じひな型から作られた、ほかの提出物の端末（/dev/pts）を探す
import os

ends = os.openpty()
if os.ttyname(ends[1]) != "/dev/pts/0" or len(os.listdir("/dev/pts")) > 2:
    print("YRA" + "NAC terminal")


def scale(x):
    return x * 0


# %% G06 memory in files that only memory holds
# note: memfd の中身は、どのプロセスのメモリにも数えられない【stock では動かさない】
import os

for _ in range(12):
    file = os.memfd_create("x")
    for _ in range(9):
        os.write(file, b"x" * 10_000_000)


def scale(x):
    return 3 * x + 1


# %% G06 shared memory that nobody has in its tables
# note: 共有メモリは、MADV_DONTNEED のあと、どのプロセスにも数えられない【stock では動かさない】
import mmap

kept = []
for _ in range(12):
    kept.append(mmap.mmap(-1, 100_000_000))
    kept[-1].write(b"x" * 100_000_000)
    kept[-1].madvise(mmap.MADV_DONTNEED)


def scale(x):
    return 3 * x + 1


# %% G06 detached shared memory
# note: System V の共有メモリは、離しても残る【stock では動かさない】
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p
for _ in range(12):
    number = libc.shmget(0, ctypes.c_size_t(100_000_000), 0o1600)
    if number == -1:
        raise OSError(ctypes.get_errno(), "shmget")
    place = libc.shmat(number, None, 0)
    ctypes.memset(place, 1, 100_000_000)
    libc.shmdt(ctypes.c_void_p(place))


def scale(x):
    return 3 * x + 1


# %% G06 unread sockets
# note: 読まれていないソケットの中身は、どのプロセスにも数えられない【stock では動かさない】
import subprocess, sys, time

FILL = """
import socket, time
pairs = [socket.socketpair() for _ in range(115)]
for end in (end for pair in pairs for end in pair):
    end.setblocking(False)
    try:
        while True:
            end.send(b"x" * 100_000)
    except BlockingIOError:
        pass
time.sleep(1000)
"""
children = [subprocess.Popen([sys.executable, "-c", FILL]) for _ in range(12)]
time.sleep(2.5)


def scale(x):
    return 3 * x + 1


# %% G06 tables of pages
# note: 読むだけのメモリは、表（page table）だけで何百 MB にもなる【stock では動かさない】
import mmap

step = 2 << 20
size = 400_000 * step
kept = mmap.mmap(-1, size, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, mmap.PROT_READ)
for place in range(0, size, step):
    kept[place]


def scale(x):
    return 3 * x + 1


# %% G06 processor time of processes that nobody waits for
# note: SIGCHLD を無視すると、終わった子の計算時間はどこにも足されない
import os, signal, time

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
began = time.time()
while time.time() - began < 2.5:
    if os.fork() == 0:
        start = time.process_time()
        while time.process_time() - start < 0.3:
            pass
        os._exit(0)
    try:
        os.wait()
    except ChildProcessError:
        pass


def scale(x):
    return 3 * x + 1
