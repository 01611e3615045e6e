"""Every table of an installation, in one place: what migrations and tests create."""

import timebank.audit_orders
import timebank.audits
import timebank.certificates.model
import timebank.deliveries.model
import timebank.departures.model
import timebank.devices.model
import timebank.entry_purposes
import timebank.gifts.model
import timebank.grants.model
import timebank.honours.model
import timebank.jobs
import timebank.members.use_cases
import timebank.needs.model
import timebank.notices.model
import timebank.pairing.model
import timebank.places.model
import timebank.points.objections
import timebank.recoveries.model
import timebank.requests
import timebank.services.model
import timebank.services.records
import timebank.sheets.model
import timebank.shop.model
import timebank.shop.order_model
import timebank.shop.red_list
import timebank.shop.supply_model
import timebank.teams.model  # noqa: F401 - importing a model puts its tables into the metadata
from ledger import sql_store
from timebank.db import Base

METADATA = (Base.metadata, sql_store.metadata)
TABLES = tuple(table for metadata in METADATA for table in metadata.sorted_tables)
