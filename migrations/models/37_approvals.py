from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """What waits for another person. A call without a key of its own waits once, however often it is sent."""
    return """
        CREATE TABLE approval_policy (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            code VARCHAR(64) NOT NULL UNIQUE,
            name VARCHAR(200) NOT NULL,
            operation VARCHAR(64) NOT NULL,
            measure VARCHAR(24) NOT NULL,
            above BIGINT,
            permission VARCHAR(64),
            role_id UUID REFERENCES role (id) ON DELETE RESTRICT,
            hours INT NOT NULL,
            roles TEXT[] NOT NULL DEFAULT '{}',
            exempt TEXT[] NOT NULL DEFAULT '{}',
            is_active BOOL NOT NULL DEFAULT true,
            version INT NOT NULL DEFAULT 1,
            CONSTRAINT approval_policy_threshold CHECK ((above IS NULL) = (measure = 'ALWAYS') AND above >= 0),
            CONSTRAINT approval_policy_hours CHECK (hours BETWEEN 1 AND 2160)
        );
        CREATE INDEX approval_policy_role ON approval_policy (role_id);

        CREATE TABLE approval_request (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            policy_id UUID NOT NULL REFERENCES approval_policy (id) ON DELETE RESTRICT,
            operation VARCHAR(64) NOT NULL,
            status VARCHAR(24) NOT NULL DEFAULT 'PENDING',
            summary TEXT NOT NULL,
            reason TEXT NOT NULL DEFAULT '',
            measured BIGINT,
            input JSONB NOT NULL,
            digest BYTEA NOT NULL,
            touches JSONB NOT NULL DEFAULT '[]',
            preview JSONB NOT NULL DEFAULT '[]',
            idempotency_id UUID REFERENCES idempotency_key (id) ON DELETE RESTRICT,
            requested_by_id UUID NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
            decided_by_id UUID REFERENCES staff (id) ON DELETE RESTRICT,
            note TEXT NOT NULL DEFAULT '',
            failure TEXT,
            failed_at TIMESTAMPTZ,
            created_at TIMESTAMPTZ NOT NULL,
            expires_at TIMESTAMPTZ NOT NULL,
            decided_at TIMESTAMPTZ,
            CONSTRAINT approval_request_status
                CHECK (status IN ('PENDING', 'APPROVED', 'REJECTED', 'EXPIRED', 'WITHDRAWN')),
            CONSTRAINT approval_request_decided CHECK ((status = 'PENDING') = (decided_at IS NULL)),
            CONSTRAINT approval_request_by
                CHECK ((status IN ('APPROVED', 'REJECTED')) = (decided_by_id IS NOT NULL)),
            CONSTRAINT approval_request_another CHECK (decided_by_id <> requested_by_id)
        );
        CREATE UNIQUE INDEX approval_request_keyed ON approval_request (idempotency_id);
        CREATE UNIQUE INDEX approval_request_waiting ON approval_request (requested_by_id, operation, digest)
            WHERE status = 'PENDING' AND idempotency_id IS NULL;
        CREATE INDEX approval_request_newest ON approval_request (created_at, id);
        CREATE INDEX approval_request_by_status ON approval_request (status, created_at, id);
        CREATE INDEX approval_request_of_person ON approval_request (requested_by_id, created_at, id);
        CREATE INDEX approval_request_decider ON approval_request (decided_by_id);
        CREATE INDEX approval_request_policy ON approval_request (policy_id);
        CREATE INDEX approval_request_ends ON approval_request (expires_at) WHERE status = 'PENDING';

        CREATE FUNCTION keep_approval() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF OLD.status <> 'PENDING' AND (NEW.status, NEW.decided_by_id, NEW.decided_at)
                IS DISTINCT FROM (OLD.status, OLD.decided_by_id, OLD.decided_at) THEN
                RAISE EXCEPTION 'a request that was decided stays as it is' USING ERRCODE = 'check_violation';
            END IF;
            IF (NEW.operation, NEW.requested_by_id, NEW.created_at)
                IS DISTINCT FROM (OLD.operation, OLD.requested_by_id, OLD.created_at)
                OR NEW.input <> OLD.input AND NEW.input <> '{}' THEN
                RAISE EXCEPTION 'what was asked for stays as it was' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        END $$;
        CREATE TRIGGER approval_request_stays BEFORE UPDATE ON approval_request
            FOR EACH ROW EXECUTE FUNCTION keep_approval();
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP TABLE approval_request;
        DROP TABLE approval_policy;
        DROP FUNCTION keep_approval();
    """
