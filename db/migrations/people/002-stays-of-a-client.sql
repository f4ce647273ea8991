-- Whether somebody may be looked at asks for the stays of one client, and so does every front of a chart. The constraint
-- against two stays at once has an index of another kind, which `= any` cannot use: all stays were read for each client.
create index stay_client on people.stay (organization_id, client_id);
