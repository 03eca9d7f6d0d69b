// node-soap: reads the description at argv[2] and makes the calls on standard input; prints what came back.
const soap = require('soap');
const fs = require('fs');

const asked = JSON.parse(fs.readFileSync(0, 'utf8'));
const options = { forceSoap12Headers: asked.version === '1.2' };

soap.createClientAsync(process.argv[2], options).then(async (client) => {
  client.addHttpHeader('Authorization', `Bearer ${asked.key}`);
  const [service] = Object.values(client.describe());
  const port = Object.keys(service).find((name) => name.endsWith(asked.version === '1.2' ? '12' : '11'));
  const told = { operations: Object.keys(service[port]), answers: [] };
  const callable = client[Object.keys(client.describe())[0]][port];
  for (const call of asked.calls) {
    client.clearSoapHeaders();
    if (call.asking) {
      client.addSoapHeader({ 'h:asking': Object.fromEntries(Object.entries(call.asking).map(([k, v]) => [`h:${k}`, v])) },
        '', 'h', 'urn:qayidis-hub:soap:v1');
    }
    try {
      told.answers.push(await new Promise((done, fail) => {
        const told_ = (error, answer) => (error ? fail(error) : done({ answer }));
        const beside = call.beside && [{ mimetype: 'application/octet-stream', contentId: 'file@peer', name: 'file',
          body: Buffer.from(call.beside, 'base64') }];
        callable[call.operation](call.request, told_, beside ? { forceMTOM: true, attachments: beside } : {});
      }));
    } catch (error) {
      const fault = error.root && error.root.Envelope.Body.Fault;
      told.answers.push({ fault: fault ? fault.faultcode || fault.Code.Value : String(error), detail: fault && (fault.detail || fault.Detail) });
    }
  }
  console.log(JSON.stringify(told));
});
