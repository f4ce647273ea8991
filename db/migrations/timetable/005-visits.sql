-- Who comes to one session of a group without a seat in it: to make up for a missed one, or because they stood at the door.
alter table timetable.attendee
  add column because text not null default 'booked' check (because in ('booked', 'make-up', 'walk-in'));
