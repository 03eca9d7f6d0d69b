// node-soap as an agency: serves the description at argv[2], applies a number once, says so to who asks after it.
const http = require('http');
const soap = require('soap');
const fs = require('fs');

const applied = new Map();
const port = {
  MelumatYenile: (asked) => {
    if (asked.Abonent === '0') {
      throw { Fault: { faultcode: 'soap:Server', faultstring: 'yoxdur', statusCode: 500 } };
    }
    applied.set(asked.Nomre, applied.get(asked.Nomre) || `N-${applied.size + 1}`);
    return { Nomre: asked.Nomre, Qeyd: applied.get(asked.Nomre) };
  },
  NomreSorgu: (asked) => ({ Nomre: asked.Nomre, Hal: applied.has(asked.Nomre) ? 'YAZILIB' : 'TAPILMADI' }),
};
const [, , wsdl, service, name] = process.argv;
const server = http.createServer((_, response) => { response.statusCode = 404; response.end(); });
server.listen(0, '127.0.0.1', () => {
  const listening = () => console.log(server.address().port);
  soap.listen(server, { path: '/xidmet', services: { [service]: { [name]: port } }, xml: fs.readFileSync(wsdl, 'utf8'),
    uri: wsdl, callback: listening });
});
