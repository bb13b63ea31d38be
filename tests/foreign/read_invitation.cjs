// Has the library ical.js read each of the named invitations; prints what it found in them, by file. Instants are computed from
// the file's own VTIMEZONE.
const { readFileSync } = require("node:fs");
const ICAL = require("ical.js");

function read(file) {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, "utf-8")));
  const zone = calendar.getFirstSubcomponent("vtimezone");
  const component = calendar.getFirstSubcomponent("vevent");
  const event = new ICAL.Event(component);
  const own = new ICAL.Timezone(zone);
  const instant = (name) => {
    const time = component.getFirstPropertyValue(name);
    time.zone = own;
    return new Date(time.toUnixTime() * 1000).toISOString().replace(".000", "");
  };
  const [attendee] = event.attendees;
  return {
    method: calendar.getFirstPropertyValue("method"),
    uid: event.uid,
    sequence: event.sequence,
    zone: own.tzid,
    start: instant("dtstart"),
    end: instant("dtend"),
    subject: event.summary,
    location: event.location ?? "",
    description: event.description ?? "",
    attendee: attendee.getParameter("cn"),
    status: component.getFirstPropertyValue("status"),
    mailto: [event.organizer, ...event.attendees.map((each) => each.getFirstValue())],
  };
}

console.log(JSON.stringify(Object.fromEntries(process.argv.slice(2).map((file) => [file, read(file)]))));
