"""What a run says: to the person who reads it, to --json, and as the exit code."""
import contextlib
import json
import sys
import time
import traceback

WIDTH = 118


class Report:
    """Points of a scenario, each with checks; it holds when all of its checks do."""

    def __init__(self, scenario):
        self.document = {'scenario': scenario, 'holds': None, 'points': []}
        self.started = time.monotonic()
        self.colour = sys.stdout.isatty()

    @contextlib.contextmanager
    def point(self, number, title):
        """One point of the scenario. What goes wrong inside fails this point, and only this one."""
        point = Point(self, number, title)
        self.document['points'].append(point.document)
        self.say('\n%s\n%s' % (self._bold('%s  %s' % (number, title)), '-' * min(WIDTH, len('%s  %s' % (number, title)))))
        try:
            yield point
            if not point.document['checks']:
                point.check(False, 'nothing was checked')
        except Exception as wrong:  # the next points may still hold; a stop is no Exception
            where = traceback.extract_tb(wrong.__traceback__)[-1]
            point.check(False, '%s: %s (%s:%d)' % (type(wrong).__name__, wrong, where.filename.rsplit('/', 1)[-1], where.lineno))
        point.document['holds'] = all(check['holds'] for check in point.document['checks'])
        self.say('  %s point %s: %s' % (self._verdict(point.document['holds']), number, title))

    def say(self, text=''):
        print(text, flush=True)

    def put(self, **members):
        """Keep figures for --json."""
        self.document.update(members)

    def finish(self):
        """The last line; whether everything held."""
        points = self.document['points']
        holds = bool(points) and all(point['holds'] for point in points)
        self.document['holds'] = holds
        self.document['seconds'] = round(time.monotonic() - self.started, 1)
        self.say('\n' + '=' * 60)
        for point in points:
            self.say('%s  %s  %s' % (self._verdict(point['holds']), point['number'], point['title']))
            for check in point['checks']:
                if not check['holds']:
                    self.say('         %s' % check['text'])
        self.say('%s in %.0f s' % (self._bold('All points hold' if holds else 'NOT all points hold'), self.document['seconds']))
        return holds

    def write(self, file):
        json.dump(self.document, file, indent=1)
        file.write('\n')

    def _verdict(self, holds):
        word = 'PASS' if holds else 'FAIL'
        return '\033[%dm%s\033[0m' % (32 if holds else 31, word) if self.colour else word

    def _bold(self, text):
        return '\033[1m%s\033[0m' % text if self.colour else text


class Point:
    def __init__(self, report, number, title):
        self.report = report
        self.document = {'number': str(number), 'title': title, 'holds': False, 'checks': []}

    def check(self, holds, text):
        """One statement of this point, and whether it is so."""
        self.document['checks'].append({'holds': bool(holds), 'text': text})
        self.report.say('  %s %s' % ('  ok' if holds else ' NOT', text))
        return bool(holds)

    def say(self, text=''):
        for line in str(text).splitlines() or ['']:
            self.report.say('    ' + line)

    def table(self, header, rows, left=1):
        self.say(table(header, rows, left))

    def put(self, **members):
        self.document.update(members)


def table(header, rows, left=1):
    """Columns as wide as they must be; the first `left` ones to the left, numbers to the right."""
    cells = [[str(cell) for cell in row] for row in [header, *rows]]
    widths = [max(len(row[i]) for row in cells) for i in range(len(header))]
    lines = ['  '.join(cell.ljust(w) if i < left else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths))).rstrip()
             for row in cells]
    return '\n'.join([lines[0], '-' * len(lines[0]), *lines[1:]])


def milliseconds(microseconds):
    return '-' if microseconds is None or microseconds == float('inf') else '%.2f' % (microseconds / 1e3)


def megabits(bits_per_second):
    return '%.3f' % (bits_per_second / 1e6)
