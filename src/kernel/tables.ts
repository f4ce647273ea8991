// Written by scripts/tables.ts from the migrated database; never by hand.
import type { Day, Instant } from './time.ts'
import type { ColumnType } from "kysely";

export type Generated<T> = T extends ColumnType<infer S, infer I, infer U>
  ? ColumnType<S, I | undefined, U>
  : ColumnType<T, T | undefined, T>;

export interface AttendanceClosing {
  closed_at: Instant;
  closed_by: string | null;
  organization_id: string;
  session_id: string;
}

export interface AttendanceMark {
  arrived_at: Instant | null;
  client_id: string;
  corrected_at: Instant | null;
  corrects: string | null;
  id: string;
  kind: string;
  left_at: Instant | null;
  mode: string | null;
  organization_id: string;
  reason: string | null;
  recorded_at: Instant;
  recorded_by: string | null;
  session_id: string;
}

export interface CalendarBooking {
  during: Generated<string>;
  ends_at: Instant;
  held_by: string;
  held_by_kind: string;
  id: string;
  kind: string;
  made_at: Instant;
  organization_id: string;
  released_at: Instant | null;
  resource_id: string;
  starts_at: Instant;
}

export interface CalendarRoom {
  closed_on: Day | null;
  id: string;
  name: string;
  organization_id: string;
  seats: number;
  site_id: string;
}

export interface DeskFile {
  bytes: number;
  id: string;
  kept_at: Instant;
  kind: string;
  name: string;
  organization_id: string;
  sha256: string;
  wrapped_key: Buffer;
}

export interface DeskFileChunk {
  file_id: string;
  locked: Buffer;
  number: number;
  organization_id: string;
}

export interface DeskMessage {
  channel: string;
  client_id: string | null;
  given_up_at: Instant | null;
  id: string;
  next_try_at: Instant;
  organization_id: string;
  queued_at: Instant;
  recipient: string;
  sent_at: Instant | null;
  subject: Generated<string>;
  tries: Generated<number>;
  trouble: string | null;
  words: string;
}

export interface DeskTask {
  because: Generated<string>;
  client_id: string | null;
  done_at: Instant | null;
  done_by: string | null;
  due_at: Instant;
  for_role: string | null;
  for_staff: string | null;
  id: string;
  made_at: Instant;
  made_by: string | null;
  organization_id: string;
  title: string;
  version: Generated<number>;
}

export interface InquiryReferral {
  client_id: string | null;
  confirmed_at: Instant | null;
  decline_reason: string | null;
  declined_at: Instant | null;
  draft: string;
  file_id: string;
  id: string;
  organization_id: string;
  read_at: Instant | null;
  read_by: string | null;
  received_at: Instant;
  sender: Generated<string>;
  site_id: string | null;
  source: string;
  version: Generated<number>;
}

export interface InquiryReported {
  client_id: string;
  code: string | null;
  detail: string | null;
  id: string;
  kind: string;
  organization_id: string;
  origin: string;
  referral_id: string;
  status: string | null;
  system: string | null;
  words: string;
}

export interface KernelClientKey {
  client_id: string;
  organization_id: string;
  shredded_at: Instant | null;
  wrapped: Buffer | null;
}

export interface KernelCron {
  last_ran_at: Instant;
  name: string;
}

export interface KernelCursor {
  failed_times: Generated<number>;
  name: string;
  seq: Generated<number>;
  tx: Generated<string>;
  wait_until: Instant | null;
}

export interface KernelJournal {
  actor_id: string | null;
  at: Instant;
  body: string;
  client_ids: Generated<string[]>;
  id: string;
  kind: string;
  organization_id: string;
  request_id: string;
  seq: Generated<number>;
  tx: Generated<string>;
  verb: string;
}

export interface KernelJournalSubject {
  client_id: string;
  organization_id: string;
  seq: number;
  tx: string;
}

export interface KernelRequestKey {
  actor_id: string;
  answer: string | null;
  at: Instant;
  key: string;
  organization_id: string;
  request_hash: string;
}

export interface KernelSeal {
  from_tx: string;
  hash: Buffer;
  lines: number;
  organization_id: string;
  position: number;
  sealed_at: Instant;
  to_tx: string;
}

export interface KernelSealer {
  one: Generated<boolean>;
  sealed_to: string;
}

export interface NotesGroupNote {
  begun_at: Instant;
  begun_by: string;
  organization_id: string;
  session_id: string;
  shared: Generated<string>;
  signed_at: Instant | null;
  topic: Generated<string>;
  version: Generated<number>;
}

export interface NotesNote {
  client_id: string;
  id: string;
  minutes: number | null;
  organization_id: string;
  own: Generated<string>;
  participation: string | null;
  response: string | null;
  session_id: string;
  signed_as: string | null;
  signed_at: Instant | null;
  signed_by: string | null;
  signed_text: string | null;
  updated_at: Instant;
  version: Generated<number>;
}

export interface PeopleCareTeam {
  client_id: string;
  duty: string;
  from_at: Instant;
  id: string;
  organization_id: string;
  staff_id: string;
  until_at: Instant | null;
}

export interface PeopleClient {
  born_on: Day;
  chosen_name: string | null;
  created_at: Instant;
  find_key: string;
  id: string;
  languages: Generated<string[]>;
  legal_family: string;
  legal_given: string;
  merged_into: string | null;
  organization_id: string;
  pronouns: string | null;
  record_number: number;
  sort_key: Generated<string>;
  tags: Generated<string[]>;
  version: Generated<number>;
}

export interface PeopleClientAlias {
  alias_id: string;
  client_id: string;
  merged_at: Instant;
  organization_id: string;
  reason: string;
}

export interface PeopleContact {
  client_id: string;
  ended_on: Day | null;
  id: string;
  kind: string;
  label: Generated<string>;
  may_call: Generated<boolean>;
  may_mail: Generated<boolean>;
  may_text: Generated<boolean>;
  organization_id: string;
  value: string;
}

export interface PeopleLicense {
  credential: string;
  expires_on: Day;
  id: string;
  number: string;
  organization_id: string;
  staff_id: string;
  state: string;
  valid_from: Day;
}

export interface PeopleOrganization {
  clock: Generated<string>;
  created_at: Instant;
  name: string;
  next_record_number: Generated<number>;
  organization_id: string;
}

export interface PeopleProgram {
  closed_on: Day | null;
  id: string;
  level: string;
  name: string;
  organization_id: string;
  preset: string;
}

export interface PeopleSite {
  address: string | null;
  closed_on: Day | null;
  id: string;
  name: string;
  opened_on: Day;
  organization_id: string;
  phone: string | null;
  zone: string;
}

export interface PeopleStaff {
  credential: string | null;
  ended_on: Day | null;
  family: string;
  given: string;
  id: string;
  organization_id: string;
  phone: string | null;
  started_on: Day;
}

export interface PeopleStaffSite {
  organization_id: string;
  site_id: string;
  staff_id: string;
}

export interface PeopleStay {
  client_id: string;
  during: Generated<string>;
  end_reason: string | null;
  ends_on: Day | null;
  id: string;
  opened_at: Instant;
  organization_id: string;
  program_id: string;
  reason: string;
  site_id: string;
  starts_on: Day;
  track_id: string | null;
  version: Generated<number>;
}

export interface PeopleSupporter {
  client_id: string;
  email: string | null;
  emergency: Generated<boolean>;
  ended_on: Day | null;
  id: string;
  name: string;
  organization_id: string;
  phone: string | null;
  relation: string;
}

export interface PeopleTrack {
  closed_on: Day | null;
  id: string;
  name: string;
  organization_id: string;
  part_of_day: string;
  program_id: string;
  site_id: string;
}

export interface SignInAccount {
  active: Generated<boolean>;
  code_last_step: Generated<number>;
  code_secret: Buffer | null;
  created_at: Instant;
  email: string;
  id: string;
  organization_id: string;
  password_hash: string | null;
  person_id: string;
  roles: string[];
  side: string;
  site_ids: Generated<string[]>;
}

export interface SignInPersona {
  account_id: string;
  credential: string | null;
  name: string;
  organization_id: string;
  position: number;
  says: string;
}

export interface SignInSession {
  account_id: string;
  confirmed_at: Instant | null;
  device: string;
  ended_at: Instant | null;
  id: string;
  last_seen_at: Instant;
  locked_at: Instant | null;
  organization_id: string;
  side: string;
  started_at: Instant;
  token_hash: Buffer;
}

export interface SignInTicket {
  account_id: string;
  made_at: Instant;
  organization_id: string;
  secret: Buffer | null;
  token_hash: Buffer;
  used_at: Instant | null;
}

export interface SignInToken {
  account_id: string;
  created_at: Instant;
  ended_at: Instant | null;
  expires_at: Instant;
  id: string;
  organization_id: string;
  scope: string[];
  token_hash: Buffer;
}

export interface SignInTry {
  failed: number;
  paused_until: Instant | null;
  since: Instant;
  who: string;
}

export interface TimetableFacilitator {
  group_id: string;
  lead: boolean;
  organization_id: string;
  staff_id: string;
}

export interface TimetableGroup {
  capacity: number;
  ends_on: Day | null;
  id: string;
  kind: string;
  name: string;
  organization_id: string;
  room_id: string;
  site_id: string;
  starts_on: Day;
  track_id: string | null;
  version: Generated<number>;
}

export interface TimetableMeeting {
  group_id: string;
  id: string;
  length_minutes: number;
  organization_id: string;
  starts: string;
  weekday: number;
}

export interface TimetableSeat {
  client_id: string;
  during: Generated<string>;
  from_on: Day;
  given_at: Instant;
  group_id: string;
  id: string;
  organization_id: string;
  stay_id: string;
  until_on: Day | null;
}

export interface TimetableSession {
  cancel_reason: string | null;
  canceled_at: Instant | null;
  ends_at: Instant;
  group_id: string;
  id: string;
  on_day: Day;
  organization_id: string;
  room_id: string;
  site_id: string;
  starts_at: Instant;
  topic: string | null;
  version: Generated<number>;
}

export interface DB {
  "attendance.closing": AttendanceClosing;
  "attendance.mark": AttendanceMark;
  "calendar.booking": CalendarBooking;
  "calendar.room": CalendarRoom;
  "desk.file": DeskFile;
  "desk.file_chunk": DeskFileChunk;
  "desk.message": DeskMessage;
  "desk.task": DeskTask;
  "inquiry.referral": InquiryReferral;
  "inquiry.reported": InquiryReported;
  "kernel.client_key": KernelClientKey;
  "kernel.cron": KernelCron;
  "kernel.cursor": KernelCursor;
  "kernel.journal": KernelJournal;
  "kernel.journal_subject": KernelJournalSubject;
  "kernel.request_key": KernelRequestKey;
  "kernel.seal": KernelSeal;
  "kernel.sealer": KernelSealer;
  "notes.group_note": NotesGroupNote;
  "notes.note": NotesNote;
  "people.care_team": PeopleCareTeam;
  "people.client": PeopleClient;
  "people.client_alias": PeopleClientAlias;
  "people.contact": PeopleContact;
  "people.license": PeopleLicense;
  "people.organization": PeopleOrganization;
  "people.program": PeopleProgram;
  "people.site": PeopleSite;
  "people.staff": PeopleStaff;
  "people.staff_site": PeopleStaffSite;
  "people.stay": PeopleStay;
  "people.supporter": PeopleSupporter;
  "people.track": PeopleTrack;
  "sign_in.account": SignInAccount;
  "sign_in.persona": SignInPersona;
  "sign_in.session": SignInSession;
  "sign_in.ticket": SignInTicket;
  "sign_in.token": SignInToken;
  "sign_in.try": SignInTry;
  "timetable.facilitator": TimetableFacilitator;
  "timetable.group": TimetableGroup;
  "timetable.meeting": TimetableMeeting;
  "timetable.seat": TimetableSeat;
  "timetable.session": TimetableSession;
}
