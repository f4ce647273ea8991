-- A referral as it came, beside the draft that was read from it, until a person confirms or declines it.
create schema inquiry;
grant usage on schema inquiry to footbridge_app;

create table inquiry.referral (
  organization_id uuid not null references people.organization on delete restrict,
  id uuid not null,
  site_id uuid,
  source text not null check (source in ('fhir')),
  sender text not null default '' check (length(sender) <= 200),
  file_id uuid not null,
  draft text not null,
  received_at timestamptz not null,
  read_at timestamptz,
  read_by uuid,
  confirmed_at timestamptz,
  client_id uuid,
  declined_at timestamptz,
  decline_reason text,
  version integer not null default 1,
  primary key (organization_id, id),
  foreign key (organization_id, file_id) references desk.file on delete restrict,
  foreign key (organization_id, site_id) references people.site on delete restrict,
  foreign key (organization_id, client_id) references people.client on delete restrict,
  constraint referral_one_end check (confirmed_at is null or declined_at is null),
  constraint referral_client check ((confirmed_at is null) = (client_id is null)),
  constraint referral_decline check ((declined_at is null) = (decline_reason is null))
);
create index referral_open on inquiry.referral (organization_id, received_at) where confirmed_at is null and declined_at is null;
call kernel.close('inquiry.referral');

-- What a confirmed referral says of a client's health, each with where it stood in the source.
create table inquiry.reported (
  organization_id uuid not null,
  id uuid not null,
  referral_id uuid not null,
  client_id uuid not null,
  kind text not null check (kind in ('condition', 'medication', 'allergy')),
  words text not null check (length(words) between 1 and 500),
  code text,
  system text,
  status text,
  detail text,
  origin text not null,
  primary key (organization_id, id),
  foreign key (organization_id, referral_id) references inquiry.referral on delete restrict,
  foreign key (organization_id, client_id) references people.client on delete restrict
);
create index reported_client on inquiry.reported (organization_id, client_id);
call kernel.close('inquiry.reported', 'select, insert');
