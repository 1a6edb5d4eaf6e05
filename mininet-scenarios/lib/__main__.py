"""`python3 -m lib SCENARIO ...`, called by `run`: outside it opens the namespaces, inside it plays the scenario."""
import argparse
import importlib.util
import os
import sys
import traceback

from lib import namespaces
from lib.report import Report

SCENARIOS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
REPOSITORY = os.path.dirname(SCENARIOS)


def arguments():
    parser = argparse.ArgumentParser(prog='mininet-scenarios/run')
    parser.add_argument('scenario')
    parser.add_argument('--runs', type=int, default=3)
    parser.add_argument('--secs', type=float, default=4.0)
    parser.add_argument('--json', metavar='FILE')
    parser.add_argument('--keep', action='store_true')
    return parser.parse_args()


def outside(options):
    """The exit code of the run. --json is written through a descriptor: inside, the caller's /tmp is out of sight."""
    inherited, new = (), options.json and not os.path.exists(options.json)
    if options.json:
        try:
            file = os.open(options.json, os.O_WRONLY | os.O_CREAT, 0o644)
        except OSError as wrong:
            sys.exit('run: --json %s: %s' % (options.json, wrong.strerror))
        os.environ['PLUMBLINE_JSON_FD'] = str(file)
        inherited = (file,)
    code = namespaces.supervise('lib', sys.argv[1:], options.keep, inherited)
    if new and os.fstat(file).st_size == 0:
        os.unlink(options.json)  # stopped before there was anything to say
    return code


def inside(options):
    namespaces.settle(REPOSITORY)
    from lib.stage import Stage  # Mininet looks around when it is imported: only inside
    folder = '%s/%s' % (SCENARIOS, options.scenario)
    report = Report(options.scenario)
    stage = Stage(REPOSITORY, folder, report, options.runs, options.secs)
    try:
        try:
            scenario(folder).play(stage)
        except Exception as wrong:
            report.say('\n%s: %s' % (type(wrong).__name__, wrong))
            if not isinstance(wrong, RuntimeError):
                traceback.print_exc()
            report.document['points'].append({'number': '-', 'title': 'the scenario went through', 'holds': False, 'checks': []})
        holds = report.finish()
        if options.json:
            with os.fdopen(int(os.environ['PLUMBLINE_JSON_FD']), 'w') as file:
                file.truncate(0)
                report.write(file)
        if options.keep and stage.network:
            stage.keep()
        return 0 if holds else 1
    finally:
        stage.close()


def scenario(folder):
    sys.path.insert(0, folder)
    spec = importlib.util.spec_from_file_location('scenario', folder + '/scenario.py')
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == '__main__':
    try:
        if os.getpid() == 1:
            sys.exit(inside(arguments()))
        sys.exit(outside(arguments()))
    except namespaces.Stopped:
        print('\nstopped', flush=True)
        sys.exit(130)
