// Run by node with the path of PapaParse's test file: prints those of its tests that are a text, settings and rows.
const { readFileSync } = require('fs');
const { runInNewContext } = require('vm');
const inert = new Proxy(function () {}, { get: () => inert, apply: () => inert, construct: () => inert });
const nothing = Object.assign(() => {}, { skip() {} });
const world = { chai: inert, Papa: inert, describe: nothing, it: nothing, File: inert, FileReaderSync: inert, setTimeout() {} };
world.document = { getElementById: () => ({ src: '' }) };
const source = readFileSync(process.argv[1], 'utf8');
const lists = runInNewContext(`${source}; [CORE_PARSER_TESTS, PARSE_TESTS]`, world);
const plain = test => typeof test.input === 'string' && test.expected && Array.isArray(test.expected.data);
const tests = lists.flatMap((list, index) => list.filter(plain).map(test => ({
    description: test.description,
    // The core tests read commas unless told otherwise; the others find out.
    guess: index === 1 && !(test.config && test.config.delimiter),
    input: test.input,
    config: Object.fromEntries(Object.entries(test.config || {}).map(([key, value]) => [key, String(value)])),
    data: test.expected.data,
    errors: (test.expected.errors || []).length,
})));
process.stdout.write(JSON.stringify(tests));
