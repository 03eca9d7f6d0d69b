<?php
// PHP's own SoapClient: reads the description at argv[1] and makes the calls on standard input; prints what came back.
$asked = json_decode(stream_get_contents(STDIN), true);
$versions = ['1.1' => SOAP_1_1, '1.2' => SOAP_1_2];
$client = new SoapClient($argv[1], [
    'soap_version' => $versions[$asked['version']],
    'cache_wsdl' => WSDL_CACHE_NONE,
    'exceptions' => true,
    'stream_context' => stream_context_create(['http' => ['header' => "Authorization: Bearer {$asked['key']}"]]),
]);
$told = ['operations' => array_values(array_unique($client->__getFunctions())), 'answers' => []];
foreach ($asked['calls'] as $call) {
    $client->__setSoapHeaders(
        $call['asking'] ? [new SoapHeader('urn:qayidis-hub:soap:v1', 'asking', (object) $call['asking'])] : null
    );
    if (isset($call['request']['content'])) {
        $call['request']['content'] = base64_decode($call['request']['content']); // SoapClient encodes it by itself
    }
    try {
        $told['answers'][] = ['answer' => $client->__soapCall($call['operation'], [$call['request']])];
    } catch (SoapFault $fault) {
        $told['answers'][] = ['fault' => $fault->faultcode, 'detail' => $fault->detail ?? null];
    }
}
echo json_encode($told);
