-- Who was in which session, from when to when. A correction is a new mark; the earlier one stays.
create schema attendance;
grant usage on schema attendance to footbridge_app;

create table attendance.mark (
  organization_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  client_id uuid not null,
  kind text not null check (kind in ('here', 'absent', 'excused')),
  arrived_at timestamptz,
  left_at timestamptz,
  mode text check (mode in ('in-person', 'video', 'phone')),
  reason text check (length(reason) <= 200),
  recorded_by uuid,
  recorded_at timestamptz not null,
  corrects uuid,
  corrected_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, session_id) references timetable.session on delete restrict,
  foreign key (organization_id, client_id) references people.client on delete restrict,
  foreign key (organization_id, corrects) references attendance.mark on delete restrict,
  constraint mark_presence check ((kind = 'here') = (arrived_at is not null and mode is not null)),
  constraint mark_leaving check (left_at is null or (arrived_at is not null and left_at > arrived_at))
);
create unique index mark_current on attendance.mark (organization_id, session_id, client_id) where corrected_at is null;
create index mark_client on attendance.mark (organization_id, client_id) where corrected_at is null;
call kernel.close('attendance.mark');

create table attendance.closing (
  organization_id uuid not null,
  session_id uuid not null,
  closed_at timestamptz not null,
  closed_by uuid,
  primary key (organization_id, session_id),
  foreign key (organization_id, session_id) references timetable.session on delete restrict
);
call kernel.close('attendance.closing', 'select, insert');
