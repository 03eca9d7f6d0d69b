// node-soap as an agency: serves the description at argv[2] as the table at argv[3] says, operation by operation.
// One applies a number once, one says what became of a number, one answers about the person of its sample alone.
const http = require('http');
const soap = require('soap');
const fs = require('fs');

const [, , wsdl, told] = process.argv;
const table = JSON.parse(told);
const applied = new Map();
const refused = () => { throw { Fault: { faultcode: 'soap:Server', faultstring: 'yoxdur', statusCode: 500 } }; };

const does = {
  apply: ({ key, reference }) => (asked) => {
    const number = asked[key];
    if (number.startsWith('refused')) refused();
    applied.set(number, applied.get(number) || `N-${applied.size + 1}`);
    return { [key]: number, [reference]: applied.get(number) };
  },
  tell: ({ key, field, applied: yes, otherwise }) => (asked) =>
    ({ [key]: asked[key], [field]: applied.has(asked[key]) ? yes : otherwise }),
  answer: ({ echo, header, answer }) => (asked, _, headers) => {
    if (asked[echo] !== answer[echo] || header.some((name) => !(headers && headers[name]))) refused();
    return answer;
  },
};

const port = Object.fromEntries(Object.entries(table.operations).map(([name, each]) => [name, does[each.does](each)]));
const server = http.createServer((_, response) => { response.statusCode = 404; response.end(); });
server.listen(0, '127.0.0.1', () => {
  const listening = () => console.log(server.address().port);
  soap.listen(server, { path: table.path, services: { [table.service]: { [table.port]: port } },
    xml: fs.readFileSync(wsdl, 'utf8'), uri: wsdl, callback: listening });
});
