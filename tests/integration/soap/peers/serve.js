// node-soap as an agency: serves the description at argv[2] as the table at argv[3] says, operation by operation.
// One applies a number once, one says what became of a number, one answers about the person of its sample alone. A
// request in parts is cut by node-soap's own reader of answers in parts: its server knows none.
const crypto = require('crypto');
const http = require('http');
const soap = require('soap');
const { parseMTOMResp } = require('soap/lib/utils');
const fs = require('fs');

const [, , wsdl, told] = process.argv;
const table = JSON.parse(told);
const applied = new Map();
const refused = () => { throw { Fault: { faultcode: 'soap:Server', faultstring: 'yoxdur', statusCode: 500 } }; };

// The SHA-256 of the part that an element refers to by its cid.
const digestOf = (element, request) => {
  const id = decodeURIComponent(element.Include.attributes.href.replace(/^cid:/, ''));
  const part = request.parts.find((each) => each.headers['content-id'] === `<${id}>`);
  return crypto.createHash('sha256').update(part.body).digest('hex');
};

const does = {
  apply: ({ key, reference, digest, file }) => (asked, _, __, request) => {
    const number = asked[key];
    if (number.startsWith('refused') || (file && digestOf(asked[file], request) !== asked[digest])) refused();
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

// Gives a request in parts its envelope as the body, and keeps the parts.
const cut = async (request) => {
  const about = request.headers['content-type'] || '';
  if (!about.startsWith('multipart/related')) return;
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  await parseMTOMResp(Buffer.concat(chunks), /boundary="([^"]+)"/.exec(about)[1], (error, found) => {
    if (error) throw error;
    request.parts = found.parts;
  });
  request.body = request.parts[0].body.toString();
  request.headers['content-type'] = 'text/xml; charset=utf-8';
};

const port = Object.fromEntries(Object.entries(table.operations).map(([name, each]) => [name, does[each.does](each)]));
const server = http.createServer((_, response) => { response.statusCode = 404; response.end(); });
server.listen(0, '127.0.0.1', () => {
  const listening = () => {
    const [serve] = server.listeners('request');
    server.removeAllListeners('request');
    server.on('request', (request, response) => cut(request).then(() => serve(request, response)));
    console.log(server.address().port);
  };
  soap.listen(server, { path: table.path, services: { [table.service]: { [table.port]: port } },
    xml: fs.readFileSync(wsdl, 'utf8'), uri: wsdl, callback: listening });
});
