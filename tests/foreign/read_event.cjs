// Reads {headers, body} of a webhook from standard input and has the library cloudevents make an event of it and validate it;
// prints the event's attributes.
const { readFileSync } = require("node:fs");
const { HTTP } = require("cloudevents");

const { headers, body } = JSON.parse(readFileSync(0, "utf-8"));
const event = HTTP.toEvent({ headers, body });
event.validate();
console.log(JSON.stringify({ ...event, attributes: Object.keys(event).sort() }));
