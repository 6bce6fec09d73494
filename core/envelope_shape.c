/* SPDX-License-Identifier: Apache-2.0 */
#include "core/envelope_shape.h"

#include <string.h>

#define POINT   65 /* bytes of a point of P-256, uncompressed */
#define WRAPPED 40 /* bytes of a key of AES-256 in another (RFC 3394) */
#define TAG     16 /* bytes of a whole tag of GCM */
#define NONCE   12

/* 1.2.840.113549.1.9.16.1.23, id-ct-authEnvelopedData */
static const uint8_t type_sealed[] = { 0x06, 0x0b, 0x2a, 0x86, 0x48, 0x86, 0xf7,
	                               0x0d, 0x01, 0x09, 0x10, 0x01, 0x17 };
/* 1.2.840.113549.1.7.1, id-data */
static const uint8_t type_data[] = { 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
	                             0xf7, 0x0d, 0x01, 0x07, 0x01 };
/* 2.16.840.1.101.3.4.1.46, id-aes256-GCM */
static const uint8_t aes_gcm[] = { 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
	                           0x65, 0x03, 0x04, 0x01, 0x2e };
static const uint8_t version_0[] = { 0x02, 0x01, 0x00 };
static const uint8_t version_3[] = { 0x02, 0x01, 0x03 };
static const uint8_t whole_tag[] = { 0x02, 0x01, TAG };

/* id-ecPublicKey without a curve, which is the recipient's */
static const uint8_t ec_key[] = { 0x30, 0x09, 0x06, 0x07, 0x2a, 0x86,
	                          0x48, 0xce, 0x3d, 0x02, 0x01 };
/* no unused bits, an uncompressed point */
static const uint8_t ec_point[] = { 0x00, 0x04 };
/* dhSinglePass-stdDH-sha256kdf-scheme with id-aes256-wrap (RFC 5753) */
static const uint8_t ec_wrap[] = { 0x30, 0x15, 0x06, 0x06, 0x2b, 0x81,
	                           0x04, 0x01, 0x0b, 0x01, 0x30, 0x0b,
	                           0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
	                           0x65, 0x03, 0x04, 0x01, 0x2d };
/* id-RSAES-OAEP, SHA-256 in it and in its MGF1 (RFC 3560) */
static const uint8_t rsa_oaep[] = {
	0x30, 0x38, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01,
	0x07, 0x30, 0x2b, 0xa0, 0x0d, 0x30, 0x0b, 0x06, 0x09, 0x60, 0x86, 0x48,
	0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0xa1, 0x1a, 0x30, 0x18, 0x06, 0x09,
	0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x08, 0x30, 0x0b, 0x06,
	0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01
};

#define MATCH(from, bytes) der_match(from, bytes, sizeof(bytes))

/* EncryptedContentInfo: data, by AES-256-GCM with a whole tag. */
static bool take_content(struct der *from, size_t *content)
{
	struct der info, algorithm, parameters, nonce, sealed;

	if (!der_take(from, DER_SEQUENCE, &info) || !MATCH(&info, type_data) ||
	    !der_take(&info, DER_SEQUENCE, &algorithm) ||
	    !MATCH(&algorithm, aes_gcm) ||
	    !der_take(&algorithm, DER_SEQUENCE, &parameters) ||
	    !der_take(&parameters, DER_OCTETS, &nonce) || nonce.left != NONCE ||
	    !MATCH(&parameters, whole_tag) ||
	    !der_take(&info, DER_PRIMITIVE, &sealed))
		return false;
	*content = sealed.left;
	return info.left == 0 && algorithm.left == 0 && parameters.left == 0;
}

static bool take_recipients(struct envelope_shape *shape, struct der *from)
{
	struct der set;

	shape->recipients = 0;
	if (!der_take(from, DER_SET, &set))
		return false;
	while (set.left > 0) {
		if (shape->recipients == ENVELOPE_RECIPIENTS ||
		    !der_next(&set, &shape->recipient[shape->recipients]))
			return false;
		shape->recipients++;
	}
	return shape->recipients > 0;
}

bool envelope_shape_parse(struct envelope_shape *shape, const void *data,
                          size_t len)
{
	struct der whole = { data, len };
	struct der info, content, sealed, tag;

	return der_take(&whole, DER_SEQUENCE, &info) && whole.left == 0 &&
	       MATCH(&info, type_sealed) &&
	       der_take(&info, DER_CONTEXT(0), &content) && info.left == 0 &&
	       der_take(&content, DER_SEQUENCE, &sealed) && content.left == 0 &&
	       MATCH(&sealed, version_0) && take_recipients(shape, &sealed) &&
	       take_content(&sealed, &shape->content) &&
	       der_take(&sealed, DER_OCTETS, &tag) && tag.left == TAG &&
	       sealed.left == 0;
}

/* The key that is made for one envelope, as a point. */
static bool take_originator(struct der *from)
{
	struct der originator, key, point;

	return der_take(from, DER_CONTEXT(0), &originator) &&
	       der_take(&originator, DER_CONTEXT(1), &key) &&
	       originator.left == 0 && MATCH(&key, ec_key) &&
	       der_take(&key, DER_BITS, &point) && key.left == 0 &&
	       point.left == 1 + POINT && MATCH(&point, ec_point);
}

/* IssuerAndSerialNumber, and it is that one. */
static bool take_id(struct der *from, const void *id, size_t len)
{
	struct der here;

	return der_take(from, DER_SEQUENCE, &here) &&
	       der_match(&here, id, len) && here.left == 0;
}

/* KeyAgreeRecipientInfo, with one recipient. */
static bool is_agreed(struct der recipient, const void *id, size_t len)
{
	struct der info, keys, key, wrapped;

	return der_take(&recipient, DER_CONTEXT(1), &info) &&
	       MATCH(&info, version_3) && take_originator(&info) &&
	       MATCH(&info, ec_wrap) && der_take(&info, DER_SEQUENCE, &keys) &&
	       info.left == 0 && der_take(&keys, DER_SEQUENCE, &key) &&
	       keys.left == 0 && take_id(&key, id, len) &&
	       der_take(&key, DER_OCTETS, &wrapped) &&
	       wrapped.left == WRAPPED && key.left == 0;
}

/* KeyTransRecipientInfo. */
static bool is_transported(struct der recipient, const void *id, size_t len)
{
	struct der info, key;

	return der_take(&recipient, DER_SEQUENCE, &info) &&
	       MATCH(&info, version_0) && take_id(&info, id, len) &&
	       MATCH(&info, rsa_oaep) && der_take(&info, DER_OCTETS, &key) &&
	       info.left == 0;
}

bool envelope_shape_is_to(const struct der *recipient, const void *id,
                          size_t len)
{
	return is_agreed(*recipient, id, len) ||
	       is_transported(*recipient, id, len);
}
