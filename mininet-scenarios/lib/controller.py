"""The controller of a run: `plumb serve` inside the namespaces, spoken to over REST as anybody would."""
import collections
import http.client
import json
import os
import shutil
import subprocess
import threading
import time

from lib.namespaces import SCRATCH
from lib.openvswitch import wait_for

Answer = collections.namedtuple('Answer', 'status body milliseconds')
START_SECONDS = 60
STOP_SECONDS = 10


class Controller:
    """A started controller."""

    def __init__(self, repository, network_yaml):
        self.folder = SCRATCH + '/controller'
        os.makedirs(self.folder)
        # A copy: a build that replaces the jar in the repository must not pull it from under a running controller.
        jar = shutil.copy(repository + '/apps/server/target/plumb.jar', self.folder)
        environment = dict(os.environ, PLUMB_JAR=jar, PLUMB_NO_CACHE='1')
        self.log = self.folder + '/plumb.log'
        self.ready_file = self.folder + '/ready.json'
        started = time.monotonic()
        self.process = subprocess.Popen(
            [repository + '/apps/plumb', 'serve', '--network', network_yaml, '--rest-port', '8181', '--openflow-port', '6653',
             '--data', self.folder + '/data', '--ready-file', self.ready_file],
            env=environment, stdin=subprocess.DEVNULL, stdout=open(self.log, 'w'), stderr=subprocess.STDOUT)
        try:
            self.ready = wait_for(self._ready, START_SECONDS, 'the controller')
        except TimeoutError as late:
            self.process.kill()
            raise RuntimeError('%s\n%s' % (late, self.last_words()))
        self.start_seconds = time.monotonic() - started
        self.rest_port = int(self.ready['rest'].rsplit(':', 1)[1])
        self.openflow_port = self.ready['openflow']

    def _ready(self):
        if self.process.poll() is not None:
            raise RuntimeError('the controller ended with code %d\n%s' % (self.process.returncode, self.last_words()))
        try:
            with open(self.ready_file) as ready:
                return json.load(ready)
        except (FileNotFoundError, ValueError):
            return None

    def last_words(self, lines=30):
        with open(self.log, errors='replace') as log:
            return ''.join(log.readlines()[-lines:])

    def alive(self):
        return self.process.poll() is None

    def stop(self):
        """End it as an operator would; whether it went by itself."""
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
            return True
        except subprocess.TimeoutExpired:
            self.process.kill()
            return False

    # ------------------------------------------------------------ REST

    def call(self, method, path, body=None, **headers):
        """One request -> status, parsed body and how long it took."""
        connection = http.client.HTTPConnection('127.0.0.1', self.rest_port, timeout=60)
        started = time.monotonic()
        headers = {name.replace('_', '-'): value for name, value in headers.items()}
        if body is not None:
            body, headers = json.dumps(body), dict(headers, **{'Content-Type': 'application/json'})
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read()
        finally:
            connection.close()
        try:
            parsed = json.loads(text) if text else None
        except ValueError:
            parsed = text.decode(errors='replace')
        return Answer(response.status, parsed, (time.monotonic() - started) * 1e3)

    def get(self, path):
        answer = self.call('GET', path)
        if answer.status != 200:
            raise RuntimeError('GET %s: %d %s' % (path, answer.status, json.dumps(answer.body)))
        return answer.body

    def ask(self, request):
        return self.call('POST', '/v1/guaranteed-flows', request)

    def release(self, flow_id):
        return self.call('DELETE', '/v1/guaranteed-flows/' + flow_id)

    def topology(self):
        return self.get('/v1/topology')


class Events:
    """What the controller says on /v1/events, collected by a thread of its own."""

    def __init__(self, controller):
        self.collected = []
        self.failure = None
        self.connection = http.client.HTTPConnection('127.0.0.1', controller.rest_port)
        self.connection.request('GET', '/v1/events', headers={'Accept': 'text/event-stream'})
        self.response = self.connection.getresponse()
        if self.response.status != 200:
            raise RuntimeError('GET /v1/events: %d' % self.response.status)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        try:
            for line in self.response:
                if line.startswith(b'data:'):
                    self.collected.append(json.loads(line[5:]))
            self.failure = 'the stream ended'
        except (OSError, ValueError, http.client.HTTPException) as broken:
            self.failure = str(broken) or type(broken).__name__

    def mark(self):
        """The place in the stream up to which everything is known."""
        return len(self.collected)

    def since(self, mark, *kinds):
        """Events after a mark whose kind begins with one of these words."""
        return [event for event in self.collected[mark:] if not kinds or event.get('kind', '').lower().startswith(kinds)]
