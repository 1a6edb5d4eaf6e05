"""Private namespaces of one run.

Everything a run starts lives in its own network, process, mount, host-name and IPC namespaces: names never clash with those of
another run, and all of it dies with the namespaces, however the run ends. `mn -c`, which kills by name machine-wide, is never needed.

    outside  the caller's shell -> `supervise`: signals, --keep's way in, the exit code
    inside   process 1 of the new namespaces -> `settle`: loopback up, a private /tmp, the end when the outside is gone
"""
import ctypes
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import threading
import time

CLONE_NEWNET = 0x40000000
PR_SET_PDEATHSIG = 1
MS_BIND = 4096
UNSHARE = ['unshare', '--mount', '--net', '--pid', '--uts', '--ipc', '--fork', '--mount-proc', '--kill-child=KILL']
SCRATCH = '/tmp/plumbline'  # inside only: /tmp of a run is a file system of its own
GRACE_SECONDS = 15
libc = ctypes.CDLL(None, use_errno=True)


class Stopped(BaseException):
    """The run was told to stop; not an Exception, so that no step mistakes it for its own failure."""


# ---------------------------------------------------------------- outside

def supervise(module, arguments, keep, inherited=()):
    """Run `module` with `arguments` as process 1 of private namespaces; the exit code. Leaves nothing behind, however it ends."""
    stop_read, stop_write = os.pipe()
    tell_read, tell_write = os.pipe()
    door = Door() if keep else None
    environment = dict(os.environ, PLUMBLINE_STOP_FD=str(stop_read), PLUMBLINE_TELL_FD=str(tell_write))
    inside = subprocess.Popen(
        UNSHARE + [sys.executable, '-B', '-m', module] + arguments, env=environment, pass_fds=(stop_read, tell_write, *inherited),
        stdin=subprocess.DEVNULL, start_new_session=True,  # Ctrl-C reaches us alone; the inside is told by the pipe
        preexec_fn=lambda: libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL))
    os.close(stop_read)
    os.close(tell_write)
    received = []

    def on_signal(number, _frame):
        received.append(number)
        if len(received) == 1:
            os.close(stop_write)
            deadline = threading.Timer(GRACE_SECONDS, inside.kill)
            deadline.daemon = True
            deadline.start()
        else:
            inside.kill()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, on_signal)
    if door:
        door.leads_into(inside.pid)
    threading.Thread(target=_listen, args=(tell_read, inside, door), daemon=True).start()
    code = inside.wait()
    if received and not (door and door.opened):
        return 128 + received[0]
    return code if code >= 0 else 128 - code


def _listen(fd, inside, door):
    """Print what only the outside can know, when the inside says that the network stays up."""
    with os.fdopen(fd) as lines:
        for line in lines:
            message = json.loads(line)
            if message.get('event') == 'kept' and door:
                enter = 'nsenter -t %d -a' % first_child(inside.pid)
                print('\nThe network stays up until Ctrl-C.')
                print('  REST           http://127.0.0.1:%d' % door.open_to(message['restPort']))
                print('  enter          %s' % enter)
                for example in message['examples']:
                    print('  for example    %s %s' % (enter, example))
                sys.stdout.flush()


def first_child(pid):
    """Process 1 of the namespaces as this side numbers it; only it is inside the process namespace too."""
    with open('/proc/%d/task/%d/children' % (pid, pid)) as children:
        return int(children.read().split()[0])


class Door:
    """A TCP port on the caller's loopback whose connections are made inside the namespace."""

    def __init__(self):
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.pid = None
        self.opened = False  # from then on Ctrl-C is how the run ends, and its result is the exit code

    def leads_into(self, pid):
        self.pid = pid

    def open_to(self, port):
        self.opened = True
        threading.Thread(target=self._serve, args=(port,), daemon=True).start()
        return self.listener.getsockname()[1]

    def _serve(self, port):
        # A socket belongs to the namespace of the thread that creates it: this thread dials inside, others only move bytes.
        with open('/proc/%d/ns/net' % self.pid) as namespace:
            if libc.setns(namespace.fileno(), CLONE_NEWNET):
                raise OSError(ctypes.get_errno(), 'setns')
        while True:
            caller, _ = self.listener.accept()
            try:
                server = socket.create_connection(('127.0.0.1', port), timeout=5)
                server.settimeout(None)
            except OSError:
                caller.close()
                continue
            threading.Thread(target=_relay, args=(caller, server), daemon=True).start()


def _relay(caller, server):
    other = {caller: server, server: caller}
    with selectors.DefaultSelector() as selector, caller, server:
        for side in other:
            selector.register(side, selectors.EVENT_READ)
        while selector.get_map():
            for key, _ in selector.select():
                try:
                    data = key.fileobj.recv(65536)
                    if data:
                        other[key.fileobj].sendall(data)
                        continue
                    other[key.fileobj].shutdown(socket.SHUT_WR)
                except OSError:
                    return
                selector.unregister(key.fileobj)


# ---------------------------------------------------------------- inside

def settle(repository):
    """Make the new namespaces habitable; to be called once, by process 1 of them."""
    if os.getpid() != 1:
        raise SystemExit('not inside private namespaces: use mininet-scenarios/run')
    subprocess.run(['ip', 'link', 'set', 'lo', 'up'], check=True)
    # The kernel's own IPv6 chatter on switch ports would look like a host that sits on a link.
    for where in ('all', 'default'):
        try:
            with open('/proc/sys/net/ipv6/conf/%s/disable_ipv6' % where, 'w') as setting:
                setting.write('1')
        except OSError:
            pass  # a kernel without IPv6
    _private_tmp(repository)
    os.makedirs(SCRATCH)
    os.chdir('/')  # the caller's folder may lie below the /tmp that is now hidden
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    threading.Thread(target=_watch, args=(int(os.environ['PLUMBLINE_STOP_FD']),), daemon=True).start()


def _private_tmp(repository):
    """A /tmp that vanishes with the run; a repository that lies below /tmp stays visible where it was."""
    place = os.path.realpath(repository)
    held = os.open(place, os.O_PATH)
    subprocess.run(['mount', '-t', 'tmpfs', '-o', 'mode=1777', 'plumbline', '/tmp'], check=True)
    if place.startswith('/tmp/'):
        os.makedirs(place)
        # The system call, not mount(8), which would look the descriptor's name up in the new /tmp.
        if libc.mount(b'/proc/self/fd/%d' % held, place.encode(), None, MS_BIND, None):
            raise OSError(ctypes.get_errno(), 'bind mount of %s' % place)
    os.close(held)


def _stop(_number, _frame):
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    raise Stopped()


def _watch(fd):
    """The outside holds the other end: it closes when the run is to end, and also when the outside has died."""
    os.read(fd, 1)
    os.kill(os.getpid(), signal.SIGTERM)


def tell(event, **members):
    """Say something to the outside."""
    os.write(int(os.environ['PLUMBLINE_TELL_FD']), (json.dumps(dict(members, event=event)) + '\n').encode())


def wait_for_stop():
    """Sleep until the run is told to stop, which is then its normal end."""
    try:
        while True:
            time.sleep(3600)
    except Stopped:
        pass
