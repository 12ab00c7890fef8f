import type {
  SettingTable,
  UnitTable,
  PrintSettingTable,
  MemberTable,
  MemberMoveTable,
  MemberImportTable,
  MemberImportRowTable,
} from './tables/organisation.ts';
import type {
  AccountTable,
  RoleTable,
  SessionTable,
  OneTimeCodeTable,
  AttemptTable,
  NoticeAcknowledgementTable,
  PreferenceTable,
  SecondFactorTable,
  RecoveryCodeTable,
  PendingSignInTable,
  AccountNoticeTable,
  CodeRequestTable,
} from './tables/accounts.ts';
import type {
  CatalogueEditionTable,
  FormVersionTable,
  CampaignTable,
  CampaignStepTable,
  CampaignFormTable,
  CriteriaSetTable,
  ExemptionTable,
  SuggestionTable,
  ResidenceCommentTable,
  ReminderTable,
} from './tables/campaigns.ts';
import type {
  ReviewTable,
  ReviewFieldTable,
  ReviewItemTable,
  ReviewStepTable,
  DraftSendingTable,
  RemarkAnswerTable,
  ConclusionTable,
} from './tables/reviews.ts';
import type { AssistanceTable } from './tables/assistance.ts';
import type { BatchFileTable, BatchItemTable, BatchJobTable, BatchPartTable } from './tables/batches.ts';
import type {
  MeetingTable,
  MeetingAttendanceTable,
  MeetingFieldTable,
  MeetingStepTable,
  MeetingSubjectTable,
  MeetingRosterTable,
  BallotCountTable,
  BallotVotesTable,
  RatingTable,
  RatingDecisionTable,
  DisciplineTable,
  HandUpTable,
  HandUpStepTable,
} from './tables/branch.ts';
import type { BranchSummaryTable, SummaryTextTable } from './tables/summaries.ts';
import type {
  BranchReportTable,
  ReportFieldTable,
  ReportEditionTable,
  ReportEditionPartTable,
  ReportStepTable,
  BranchTermTable,
  DocumentNumberTable,
  SignTotalTable,
} from './tables/reports.ts';
import type {
  CommitteeKeyTable,
  BranchKitTable,
  OpenedKitTable,
  RollUpExportTable,
  RollUpImportTable,
  ExchangeFileTable,
  ExchangeFilePartTable,
} from './tables/exchange.ts';
import type {
  RecordTable,
  RecordPartTable,
  PaperTable,
  PaperPartTable,
  SignedPaperTable,
  AuditTable,
  AuditSealTable,
  StepTable,
} from './tables/records.ts';

export type * from './tables/organisation.ts';
export type * from './tables/accounts.ts';
export type * from './tables/campaigns.ts';
export type * from './tables/reviews.ts';
export type * from './tables/assistance.ts';
export type * from './tables/batches.ts';
export type * from './tables/branch.ts';
export type * from './tables/summaries.ts';
export type * from './tables/reports.ts';
export type * from './tables/records.ts';
export type * from './tables/exchange.ts';

/**
 * The database, one interface per table. The portable subset of every engine:
 * booleans are 0 or 1, times ISO-8601 UTC text, dates YYYY-MM-DD text, ids UUIDv7 text, JSON is text.
 */
export interface Database {
  setting: SettingTable;
  unit: UnitTable;
  print_setting: PrintSettingTable;
  member: MemberTable;
  account: AccountTable;
  role: RoleTable;
  session: SessionTable;
  one_time_code: OneTimeCodeTable;
  attempt: AttemptTable;
  notice_acknowledgement: NoticeAcknowledgementTable;
  preference: PreferenceTable;
  second_factor: SecondFactorTable;
  recovery_code: RecoveryCodeTable;
  pending_sign_in: PendingSignInTable;
  account_notice: AccountNoticeTable;
  catalogue_edition: CatalogueEditionTable;
  form_version: FormVersionTable;
  campaign: CampaignTable;
  campaign_form: CampaignFormTable;
  review: ReviewTable;
  review_field: ReviewFieldTable;
  review_item: ReviewItemTable;
  review_step: ReviewStepTable;
  member_move: MemberMoveTable;
  exemption: ExemptionTable;
  member_import: MemberImportTable;
  member_import_row: MemberImportRowTable;
  code_request: CodeRequestTable;
  criteria_set: CriteriaSetTable;
  campaign_step: CampaignStepTable;
  suggestion: SuggestionTable;
  residence_comment: ResidenceCommentTable;
  reminder: ReminderTable;
  draft_sending: DraftSendingTable;
  remark_answer: RemarkAnswerTable;
  assistance: AssistanceTable;
  conclusion: ConclusionTable;
  meeting: MeetingTable;
  meeting_attendance: MeetingAttendanceTable;
  meeting_field: MeetingFieldTable;
  meeting_step: MeetingStepTable;
  meeting_subject: MeetingSubjectTable;
  meeting_roster: MeetingRosterTable;
  ballot_count: BallotCountTable;
  ballot_votes: BallotVotesTable;
  rating: RatingTable;
  rating_decision: RatingDecisionTable;
  discipline: DisciplineTable;
  hand_up: HandUpTable;
  hand_up_step: HandUpStepTable;
  branch_summary: BranchSummaryTable;
  summary_text: SummaryTextTable;
  branch_report: BranchReportTable;
  report_field: ReportFieldTable;
  report_edition: ReportEditionTable;
  report_edition_part: ReportEditionPartTable;
  report_step: ReportStepTable;
  branch_term: BranchTermTable;
  document_number: DocumentNumberTable;
  sign_total: SignTotalTable;
  record: RecordTable;
  record_part: RecordPartTable;
  paper: PaperTable;
  paper_part: PaperPartTable;
  batch_job: BatchJobTable;
  batch_item: BatchItemTable;
  batch_file: BatchFileTable;
  batch_part: BatchPartTable;
  signed_paper: SignedPaperTable;
  audit: AuditTable;
  committee_key: CommitteeKeyTable;
  branch_kit: BranchKitTable;
  opened_kit: OpenedKitTable;
  roll_up_export: RollUpExportTable;
  roll_up_import: RollUpImportTable;
  exchange_file: ExchangeFileTable;
  exchange_file_part: ExchangeFilePartTable;
  audit_seal: AuditSealTable;
  step: StepTable;
}
